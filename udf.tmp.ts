import bindings from '@duckdb/node-bindings'
import { DuckDBInstance, DuckDBScalarFunction, DOUBLE, BOOLEAN } from '@duckdb/node-api'
import { PairMoments } from './src/engine/statistics/pair-moments.ts'
const inst = await DuckDBInstance.create(':memory:', {threads:'2', memory_limit:'512MB'})
async function cost(name:string, f:()=>Promise<unknown>){ const t=performance.now(), c=process.cpuUsage(); const r=await f(); const u=process.cpuUsage(c); console.log(name, Math.round(performance.now()-t), 'cpu', Math.round((u.user+u.system)/1000), 'sys', Math.round(u.system/1000), r??'') }
const cols=Array.from({length:100},(_,i)=>`c${i}`)
for (const file of ['corr-false','corr-true']) {
const froms=`read_parquet('/tmp/lead/pf/${file}.parquet')`
const con=await inst.connect()
let m=new PairMoments(100)
let calls=0, spent=0, rows=0
const room=Array.from({length:100},()=>new Float64Array(2048))
con.registerScalarFunction(DuckDBScalarFunction.create({name:'take', returnType: BOOLEAN, parameterTypes: cols.map(()=>DOUBLE), specialHandling: true, mainFunction:(_,input,output)=>{
 const t=performance.now()
 const n=input.rowCount; rows+=n
 const lists=room.map((r,i)=>{ const v=bindings.data_chunk_get_vector(input.chunk,i); const {buffer,byteOffset}=bindings.vector_get_data(v,n*8); const a=r.subarray(0,n); a.set(new Float64Array(buffer,byteOffset,n)); const val=bindings.vector_get_validity(v,Math.ceil(n/64)*8) as Uint8Array|null
   if(val) for(let s=0;s<n;s++) if(!((val[s>>>3] as number)&(1<<(s&7)))) a[s]=NaN
   return a })
 if (mode) m.add(lists)
 calls++; spent+=performance.now()-t
}}))
let mode=false
await cost('udf none', ()=>con.run(`SELECT count(take(${cols})) FROM ${froms}`)); console.log(calls,spent, rows); spent=0
mode=true
for(let k=0;k<3;k++){ m=new PairMoments(100); await cost('udf moments', ()=>con.run(`SELECT count(take(${cols})) FROM ${froms}`)); console.log(calls,spent, m.of(0,1)); spent=0}
}
