{let s;
const by=id=>document.getElementById(id),
put=([id,html,list])=>{
const t=document.createElement('template');t.innerHTML=html;
const n=t.content.firstElementChild,o=by(id),f=document.activeElement,k=o&&o.contains(f)&&f.id;
if(!o)by(list)[list=='board'?'append':'prepend'](n);else if(o.isEqualNode(n))return;else o.replaceWith(n);
if(list=='board'&&s.seen)n.classList.add('fresh');
if(k)by(k)?.focus({preventScroll:true})},
live=on=>{document.body.classList.toggle('off',!on);by('state').textContent=on?'listening':'not connected; reload the page'},
open=()=>{s=new EventSource('events');
s.onopen=()=>live(1);s.onerror=()=>live(0);
s.onmessage=e=>{const d=JSON.parse(e.data);d.put.forEach(put);s.seen=1;
for(const c of [...by('traces').children])d.keep.includes(c.id)||c.remove()}},
shut=()=>s&&s.close();
document.onvisibilitychange=()=>document.hidden?shut():open();
addEventListener('pagehide',shut);
document.hidden||open()}
