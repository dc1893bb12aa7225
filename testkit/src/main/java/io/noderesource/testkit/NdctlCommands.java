package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.PmemNamespace.Mode;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What libndctl's calls do to the simulated machine; neither logged nor judged. Guarded by the node's guard. */
final class NdctlCommands {

    private final Machine machine;

    NdctlCommands(Machine machine) {
        this.machine = machine;
    }

    /** A UUID by chance, as libuuid gives it. */
    String newUuid() {
        return new UUID(
                        (machine.random.nextLong() & ~0xf000L) | 0x4000L,
                        (machine.random.nextLong() & ~(0xcL << 60)) | (0x8L << 60))
                .toString();
    }

    /** Gives a module labels, none of which is in use: what there was of namespaces is gone, and what they held is not. */
    void initializeLabels(Nvdimm module) {
        if (module.labels == 0) {
            throw refused(StandardErrorCode.PMEM_NO_LABELS, "init-labels " + module.name(), "it has no label area");
        }
        List.copyOf(module.namespaces).forEach(this::destroy);
        module.labelled = true;
        module.hidden = 0;
    }

    /** Makes a namespace that is nothing but a block device, in the first part of the region that is large enough. */
    Namespace create(Nvdimm module, String uuid, @Nullable String label, ByteSize size) {
        String what = "create-namespace in " + module.region();
        if (!module.labelled || !module.enabled || module.readOnly) {
            throw refused(StandardErrorCode.PMEM_REGION_UNUSABLE, what, "it has no labels, or cannot be written");
        }
        if (size.bytes() <= 0 || size.bytes() % Nvdimm.ALIGNMENT != 0) {
            throw refused(StandardErrorCode.IO, what, size + " is not a multiple of the region's alignment");
        }
        if (module.takenForSeed != null) {
            throw refused(StandardErrorCode.PMEM_NO_SEED, what, "the kernel has " + module.seed() + " for it");
        }
        long offset = module.room(size.bytes())
                .orElseThrow(() -> refused(StandardErrorCode.PMEM_FULL, what, "no extent has " + size));
        Namespace namespace = module.add(offset, size.bytes());
        namespace.uuid = uuid;
        namespace.label = label;
        show(namespace);
        return namespace;
    }

    /** Lays a namespace out in another way; what it holds shows in it again. Mode raw is no layout, and has no UUID. */
    void lay(Namespace namespace, Mode mode, @Nullable String layoutUuid) {
        requireIdle(namespace, "create-namespace --reconfigure");
        hide(namespace);
        namespace.mode = mode;
        namespace.layoutUuid = mode == Mode.RAW ? null : layoutUuid;
        show(namespace);
    }

    void disable(Namespace namespace) {
        requireIdle(namespace, "disable-namespace");
        hide(namespace);
        namespace.enabled = false;
    }

    void enable(Namespace namespace) {
        namespace.enabled = true;
        namespace.module.hasAnotherSeed(namespace);
        show(namespace);
    }

    private static void requireIdle(Namespace namespace, String command) {
        if (namespace.isInUse()) {
            throw refused(StandardErrorCode.DEVICE_HELD, command + " " + namespace.name(), "its device is in use");
        }
    }

    void destroy(Namespace namespace) {
        requireIdle(namespace, "destroy-namespace");
        hide(namespace);
        namespace.module.remove(namespace);
    }

    // ---- memory, as libdaxctl does it ---------------------------------------------------------------------------

    /** Gives a namespace's device to the driver of system memory; none of its blocks is online yet. */
    void enableMemory(Namespace namespace) {
        String what = "daxctl_dev_enable_ram of " + namespace.name();
        if (namespace.mode != Mode.DEVDAX || !namespace.enabled) {
            throw refused(StandardErrorCode.IO, what, "it has no devdax device");
        }
        if (namespace.memoryBlocks() == 0) {
            throw refused(StandardErrorCode.IO, what, "no whole block of memory is in it");
        }
        if (namespace.memory == null) {
            namespace.memory = new Namespace.SystemMemory(0, true);
        }
    }

    /** Brings all blocks online; what was written to the namespace is lost. */
    void online(Namespace namespace, boolean movable) {
        namespace.memory = new Namespace.SystemMemory(namespace.memoryBlocks(), movable);
        namespace.content.fill();
    }

    /** Takes all blocks offline, or none where the kernel cannot move what is in them. */
    void offline(Namespace namespace) {
        Namespace.SystemMemory memory = namespace.memory;
        if (memory == null) {
            return;
        }
        if (namespace.pinned) {
            throw refused(
                    StandardErrorCode.IO,
                    "daxctl_memory_offline of " + namespace.name(),
                    "blocks would not go offline, as the kernel has put into them what it cannot move");
        }
        namespace.memory = new Namespace.SystemMemory(0, memory.movable());
    }

    /** Gives a namespace's device back to the driver of devdax devices. */
    void disableMemory(Namespace namespace) {
        namespace.memory = null;
    }

    /** Lets the kernel make the block device of a namespace. */
    void show(Namespace namespace) {
        if (namespace.mode != Mode.DEVDAX) {
            namespace.device = machine.addPmem(namespace);
        }
    }

    private void hide(Namespace namespace) {
        Device device = namespace.device;
        if (device != null) {
            machine.forget(device);
            namespace.device = null;
        }
    }

    static NodeResourceException refused(StandardErrorCode code, String what, String why) {
        return new NodeResourceException(code, "libndctl refused " + what + ": " + why + "; " + code.remedy());
    }
}
