import FlowtraceGenerated

typealias RequiredRuntime = RuntimeAtLeast1v1
// error: cannot find type 'RuntimeAtLeast1v1' in scope
