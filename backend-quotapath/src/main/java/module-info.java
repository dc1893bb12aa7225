/** The backend for project-quota paths. */
module io.noderesource.backend.quotapath {
    requires transitive io.noderesource.core;
    requires static transitive org.jspecify;
}
