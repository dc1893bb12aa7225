/** The backend for persistent memory. */
module io.noderesource.backend.pmem {
    requires transitive io.noderesource.core;
    requires com.sun.jna;
    requires static transitive org.jspecify;

    exports io.noderesource.backend.pmem;

    opens io.noderesource.backend.pmem.internal.jna to
            com.sun.jna;

    provides io.noderesource.spi.BackendProvider with
            io.noderesource.backend.pmem.internal.PmemBackendProvider;
}
