package io.noderesource.backend.lvm.internal.engine;

import java.nio.file.Path;

/** LVM's command library, reduced to what is needed of it; not thread-safe. */
public interface CommandLibrary {

    /** Its name, such as {@code liblvm2cmd}. */
    String name();

    /** The file to which LVM is told to write; only this process can read it. */
    Path output();

    /**
     * Makes the calling thread fit to run commands.
     *
     * @throws io.noderesource.base.NodeResourceException {@code lvm/not-available} when that fails
     */
    void prepareThread();

    /**
     * Runs one command.
     *
     * @param line the command, as {@code lvm2_run} takes it
     * @return {@code lvm2_run}'s status: 1 when the command succeeded
     */
    int run(String line);
}
