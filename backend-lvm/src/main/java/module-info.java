/** The backend for LVM volume groups. */
module io.noderesource.backend.lvm {
    requires transitive io.noderesource.core;
    requires com.fasterxml.jackson.databind;
    requires com.sun.jna;
    requires static transitive org.jspecify;

    exports io.noderesource.backend.lvm;
    exports io.noderesource.backend.lvm.provider;

    opens io.noderesource.backend.lvm.internal.jna to
            com.sun.jna;

    provides io.noderesource.spi.BackendProvider with
            io.noderesource.backend.lvm.internal.LvmBackendProvider;
}
