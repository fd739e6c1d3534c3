"""As short as it gets: one-letter names, one-liners, semicolons."""


# %%
K = "W R V bs by".split()
class RNN:
    def __init__(s,input_size,hidden_size,output_size):
        i,h,o=input_size,hidden_size,output_size;u=np.random.uniform;s.W,s.R,s.V,s.bs,s.by=u(-.2,.2,(i,h)),u(-.2,.2,(h,h)),u(-.2,.2,(h,o)),np.zeros(h),np.zeros(o);s.g=0
    def forward(s,x):
        s.x=x;s.a=[s.bs*0];[s.a.append(np.tanh(r@s.W+s.a[-1]@s.R+s.bs))for r in x];return s.a[-1]@s.V+s.by
    def backward(s,d_loss):
        d=d_loss;D=[s.V@d*(1-s.a[-1]**2)];[D.insert(0,s.R@D[0]*(1-a*a))for a in s.a[-2:0:-1]];D=np.array(D)
        s.g=dict(d_W=s.x.T@D,d_R=np.array(s.a[:-1]).T@D,d_V=np.outer(s.a[-1],d),d_bs=sum(D),d_by=+d);return s.g
    def update(s,lr):
        if not s.g:raise RuntimeError
        for k in K:setattr(s,k,getattr(s,k)-lr*s.g["d_"+k])
        s.g=0
    def get_weights(s):return{k:getattr(s,k)for k in K}
    def set_weights(s,weights):
        w=weights
        if{*K}-{*w}:raise ValueError
        for k in K:setattr(s,k,np.array(w[k]))
def get_numerical_gradient(model,x,eps=1e-7):
    m=model;f=lambda p,i,e:(p.__setitem__(i,v:=p[i]+e),m.forward(x).sum(),p.__setitem__(i,v-e))[1]
    return{"d_"+k:np.array([(lambda v:((f(p,i,eps)-f(p,i,-eps))/2/eps,p.__setitem__(i,v))[0])(p[i])for i in np.ndindex(p.shape)]).reshape(p.shape)for k,p in m.get_weights().items()}
def get_analytical_gradient(model,x):return model.backward(np.ones(len(model.forward(x))))
