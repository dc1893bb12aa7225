package io.noderesource.backend.lvm;

/**
 * A way to LVM, in the order in which they are tried unless one is named: by the embedder
 * ({@code io.noderesource.backend.lvm.provider.LvmProvider}), else by the system property {@value #PROPERTY}.
 */
public enum EngineKind {
    /** LVM's command library in this process; lvm2 has it since long and still. */
    LIBLVM2CMD("liblvm2cmd"),
    /**
     * LVM's application library in this process, which lvm2 had until 2.02.188; with the program for what the library cannot
     * do.
     */
    LIBLVM2APP("liblvm2app"),
    /** LVM's program, a child process for each command: no code of LVM in this process. */
    LVM("lvm");

    /** The system property whose value is the {@link #id()} of the only way that may be used. */
    public static final String PROPERTY = "noderesource.lvm.engine";

    private final String id;

    EngineKind(String id) {
        this.id = id;
    }

    /** The name of the library or the program, such as {@code liblvm2cmd}. */
    public String id() {
        return id;
    }
}
