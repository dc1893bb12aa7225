package io.noderesource.backend.pmem.internal.jna;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Gives the system the memory of a namespace, and takes it back, in the order of {@code daxctl/device.c}. */
final class PmemMemory {

    /** So many blocks are named. */
    private static final int MOST_NAMES = 8;

    private final LibNdctl ndctl;
    private final LibDaxctl daxctl;
    private final PmemObjects objects;
    private final MemoryBlocks blocks = new MemoryBlocks(Path.of("/sys"));
    private final MemoryRoom room = MemoryRoom.HERE;

    PmemMemory(LibNdctl ndctl, LibDaxctl daxctl, PmemObjects objects) {
        this.ndctl = ndctl;
        this.daxctl = daxctl;
        this.objects = objects;
    }

    private List<Pointer> devices(String region, String uuid) throws IOException {
        Pointer namespace = objects.namespace(objects.region(region), uuid);
        Pointer dax = namespace == null ? null : ndctl.ndctl_namespace_get_dax(namespace);
        Pointer of = dax == null ? null : ndctl.ndctl_dax_get_daxctl_region(dax);
        if (of == null) {
            throw new IOException("the namespace " + uuid + " has no devdax device");
        }
        return PmemObjects.all(daxctl.daxctl_dev_get_first(of), daxctl::daxctl_dev_get_next);
    }

    void add(String region, String uuid) throws IOException {
        for (Pointer device : devices(region, uuid)) {
            Pointer memory = daxctl.daxctl_dev_get_memory(device);
            if (memory == null) {
                disable(device);
                int enabled = daxctl.daxctl_dev_enable_ram(device);
                if (enabled < 0) {
                    // It stays what it was.
                    daxctl.daxctl_dev_enable_devdax(device);
                    PmemObjects.check("daxctl_dev_enable_ram", enabled);
                }
                memory = daxctl.daxctl_dev_get_memory(device);
            }
            if (memory == null) {
                throw new IOException(
                        "the kernel has made no memory of the device; is it smaller than a memory block?");
            }
            online(memory);
        }
    }

    private void disable(Pointer device) throws IOException {
        if (daxctl.daxctl_dev_is_enabled(device) != 0) {
            PmemObjects.check("daxctl_dev_disable", daxctl.daxctl_dev_disable(device));
        }
    }

    /** Movable, so that it can be given back; else however the kernel takes it. */
    private void online(Pointer memory) throws IOException {
        if (daxctl.daxctl_memory_online(memory) < 0) {
            PmemObjects.check("daxctl_memory_online_no_movable", daxctl.daxctl_memory_online_no_movable(memory));
        }
    }

    /** Which blocks are online; only how many where the kernel does not name them. */
    private String online(Pointer device, Pointer memory) {
        List<String> names = blocks.online(
                daxctl.daxctl_dev_get_devname(device),
                daxctl.daxctl_dev_get_size(device),
                daxctl.daxctl_memory_get_block_size(memory));
        if (names.isEmpty()) {
            return String.valueOf(Math.max(0, daxctl.daxctl_memory_is_online(memory)));
        }
        return String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())))
                + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
    }

    /**
     * What can be taken back in part only stays the system's.
     *
     * @return what does not go offline; all of it is online again then, or how much is not is told
     */
    Optional<String> takeBack(String region, String uuid) throws IOException {
        List<Pointer> devices = devices(region, uuid);
        Optional<String> lacking = room.lacking(onlineBytes(devices));
        if (lacking.isPresent()) {
            return lacking;
        }
        for (Pointer device : devices) {
            Pointer memory = daxctl.daxctl_dev_get_memory(device);
            if (memory != null) {
                int offline = daxctl.daxctl_memory_offline(memory);
                if (offline < 0) {
                    String online = online(device, memory);
                    int again = onlineAgain(devices);
                    return Optional.of("daxctl_memory_offline: " + Errnos.name(-offline) + "; of "
                            + daxctl.daxctl_memory_num_sections(memory) + " blocks were still online: " + online
                            + (again < 0
                                    ? "; bringing the others back failed (daxctl_memory_online: " + Errnos.name(-again)
                                            + "), online are now: " + online(device, memory)
                                    : ""));
                }
            }
        }
        for (Pointer device : devices) {
            disable(device);
            PmemObjects.check("daxctl_dev_enable_devdax", daxctl.daxctl_dev_enable_devdax(device));
        }
        return Optional.empty();
    }

    /** Brings all of it online; a negative errno when not all comes, or 0. */
    private int onlineAgain(List<Pointer> devices) {
        int failure = 0;
        for (Pointer device : devices) {
            Pointer memory = daxctl.daxctl_dev_get_memory(device);
            failure = memory == null ? failure : Math.min(failure, daxctl.daxctl_memory_online(memory));
        }
        return failure;
    }

    private long onlineBytes(List<Pointer> devices) {
        long bytes = 0;
        for (Pointer device : devices) {
            Pointer memory = daxctl.daxctl_dev_get_memory(device);
            if (memory != null) {
                bytes += Math.max(0, daxctl.daxctl_memory_is_online(memory))
                        * Math.max(0, daxctl.daxctl_memory_get_block_size(memory));
            }
        }
        return bytes;
    }
}
