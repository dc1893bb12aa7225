/** The backend for persistent memory. */
module io.noderesource.backend.pmem {
    requires transitive io.noderesource.core;
    requires static transitive org.jspecify;
}
