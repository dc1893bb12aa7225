/** A module of somebody who uses the client; ModulePathTest compiles it and runs it. */
module user {
    requires io.noderesource.edgex;
}
