package io.noderesource.backend.lvm.internal.engine;

import java.util.List;

/**
 * LVM as operations, whatever carries them out: LVM's library in this process, or LVM's program.
 *
 * <p>Thread-safe. Every operation that only looks returns or throws by the call's deadline; one that changes something
 * is begun by then or not at all, and returns when it has ended, since its caller lets go of the devices' locks then.
 * Repeating one that was done is harmless, or fails without changing anything.
 *
 * <p>All throw {@link io.noderesource.base.NodeResourceException}: {@code lvm/stuck}, {@code apply/deadline},
 * {@code lvm/command-failed}, {@code lvm/hung-device}, {@code lvm/bad-argument}; nobody else.
 */
public interface LvmEngine {

    /** What it is, with its version, such as {@code liblvm2cmd 2.03.16(2) (2022-05-18)}. */
    String version(Call call);

    /** All that LVM shows. */
    LvmReport report(Call call);

    /**
     * Makes a device a PV. LVM refuses a device with a signature: the question whether to wipe it is answered with no.
     *
     * @param path the device's path
     * @param uuid the PV's UUID in LVM's form
     * @param before looks once more whether that may be done, right before it is: a command may have waited its turn for long
     */
    void createPhysicalVolume(Call call, String path, String uuid, Runnable before);

    /** Makes a VG of PVs; with more PVs than one command takes, the rest is added by further commands. */
    void createVolumeGroup(Call call, String name, List<String> paths, List<String> tags);

    /** Adds PVs to a VG. */
    void extendVolumeGroup(Call call, String name, List<String> paths);

    /** Makes a PV as large as its device. */
    void growPhysicalVolume(Call call, String path);

    /** Adds and removes tags of a VG in one change. */
    void changeTags(Call call, String name, List<String> add, List<String> remove);
}
