/** The backend for project-quota paths. */
module io.noderesource.backend.quotapath {
    requires transitive io.noderesource.core;
    requires com.sun.jna;
    requires static transitive org.jspecify;

    exports io.noderesource.backend.quotapath;

    opens io.noderesource.backend.quotapath.internal.jna to
            com.sun.jna;

    provides io.noderesource.spi.BackendProvider with
            io.noderesource.backend.quotapath.internal.QuotaPathBackendProvider;
}
