/** A client of EdgeX Foundry's device metadata. */
module io.noderesource.edgex {
    requires static transitive org.jspecify;
}
