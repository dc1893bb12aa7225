/** The backend for LVM volume groups. */
module io.noderesource.backend.lvm {
    requires transitive io.noderesource.core;
    requires com.sun.jna;
    requires static transitive org.jspecify;
}
