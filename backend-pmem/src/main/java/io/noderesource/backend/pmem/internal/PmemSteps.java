package io.noderesource.backend.pmem.internal;

import io.noderesource.backend.pmem.PmemErrorCode;
import io.noderesource.backend.pmem.internal.device.DeviceUsers;
import io.noderesource.backend.pmem.internal.device.LayoutContent;
import io.noderesource.backend.pmem.internal.device.ReservedNamespace;
import io.noderesource.backend.pmem.internal.jna.Ndctl;
import io.noderesource.backend.pmem.internal.jna.PmemLayout;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DaxDevice;
import io.noderesource.inventory.Pmem;
import io.noderesource.kinds.AddMemory;
import io.noderesource.kinds.CreateNamespace;
import io.noderesource.kinds.InitializeLabels;
import io.noderesource.kinds.MarkNamespace;
import io.noderesource.kinds.RegionTarget;
import io.noderesource.kinds.TakeMemoryBack;
import io.noderesource.linux.ExclusiveDevice;
import io.noderesource.plan.Step;
import io.noderesource.spi.StepContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Performs the steps on persistent memory. Thread-safe; it has no state. */
final class PmemSteps {

    private static final Path ROOT = Path.of("/");

    private final Ndctl ndctl;

    PmemSteps(Ndctl ndctl) {
        this.ndctl = ndctl;
    }

    void initializeLabels(InitializeLabels step, StepContext context) {
        List<BlockDevice> found = context.now()
                .seen(BlockDevices.SECTION)
                .map(block -> block.known(step.device().identity()))
                .orElse(List.of());
        if (found.size() != 1) {
            throw new NodeResourceException(
                    StandardErrorCode.DEVICE_CHANGED,
                    "cannot " + step.summary() + ": its device is there " + found.size()
                            + " times, not once; make a new plan");
        }
        // Nobody takes it into use from here on until the driver has let go of it; the conditions were checked before.
        try (ExclusiveDevice device = ExclusiveDevice.open(found.get(0))) {
            if (!device.isBlank()) {
                throw new NodeResourceException(
                        StandardErrorCode.DEVICE_HAS_CONTENT,
                        "cannot " + step.summary() + ": " + found.get(0).describe()
                                + " holds something by now; make a new plan");
            }
            call(step, () -> {
                ndctl.initializeLabels(step.region().name());
                return true;
            });
        }
    }

    /**
     * The name says that it is unfinished until all of it is zero; a layout that it gets after that is empty. A crash leaves what the
     * next plan finishes.
     */
    void create(CreateNamespace step, StepContext context) {
        String region = step.region().name();
        long began = System.nanoTime();
        // Whatever it is called: what a process has mapped is not taken from under it.
        devices(region, step.uuid(), context).forEach(device -> requireUnused(step, "/dev/" + device.name()));
        Ndctl.Reserved reserved = call(
                step,
                () -> ndctl.reserve(
                        region, step.uuid(), names(step), step.size().bytes()));
        boolean cleared = false;
        try (ExclusiveDevice device = ExclusiveDevice.open("/dev/" + reserved.device())) {
            requireReserved(step, reserved, device);
            cleared = true;
            // A call that comes late finds nothing left of its time.
            device.zero(context.limit().minusNanos(System.nanoTime() - began), context.progress());
        } catch (NodeResourceException e) {
            if (!cleared && reserved.wasThere()) {
                bringBack(step, e);
            }
            throw e;
        }
        call(step, () -> {
            ndctl.format(new PmemLayout(
                    region,
                    step.uuid(),
                    step.layoutUuid(),
                    step.name(),
                    step.mode(),
                    CreateNamespace.ALIGNMENT.bytes()));
            return true;
        });
    }

    /** The names that its namespace may have before it is finished. */
    private static List<String> names(CreateNamespace step) {
        return step.raw() == null ? List.of(step.unfinishedName()) : List.of(step.unfinishedName(), step.name());
    }

    /** What others have finished since the plan was made has its name, too: a layout on it is content of all of it. */
    private static void requireReserved(CreateNamespace step, Ndctl.Reserved reserved, ExclusiveDevice device) {
        call(
                        step,
                        () -> new ReservedNamespace(ROOT, step.uuid(), names(step), step.size())
                                .difference(reserved.device(), device.number()))
                .ifPresent(other -> {
                    throw new NodeResourceException(
                            StandardErrorCode.DEVICE_CHANGED,
                            "cannot " + step.summary() + ": /dev/" + reserved.device() + " is not what was reserved: "
                                    + other + "; make a new plan");
                });
        if (!reserved.wasThere()) {
            return;
        }
        if (device.hasSignature()) {
            throw new NodeResourceException(
                    StandardErrorCode.DEVICE_HAS_SIGNATURE,
                    "cannot " + step.summary() + ": /dev/" + reserved.device()
                            + " was reserved before, and somebody has put something on it since; keep it elsewhere, then"
                            + " free it with ndctl destroy-namespace");
        }
        LayoutContent.of(device, step.size().bytes()).ifPresent(content -> {
            throw new NodeResourceException(
                    StandardErrorCode.DEVICE_HAS_CONTENT,
                    "cannot " + step.summary() + ": /dev/" + reserved.device() + " was reserved before, and has "
                            + content + "; keep it elsewhere, then free it with ndctl destroy-namespace");
        });
        if (step.raw() != null && !device.isBlank()) {
            throw new NodeResourceException(
                    StandardErrorCode.DEVICE_HAS_CONTENT,
                    "cannot " + step.summary() + ": /dev/" + reserved.device()
                            + " was blank when it was planned, and is not any more; make a new plan");
        }
    }

    /** Enables what stays with the layout that it had. */
    private void bringBack(CreateNamespace step, NodeResourceException refused) {
        try {
            ndctl.restore(step.region().name(), step.uuid());
        } catch (IOException e) {
            refused.addSuppressed(e);
        }
    }

    void enable(Step step, RegionTarget region, String uuid) {
        call(step, () -> {
            ndctl.enable(region.name(), uuid);
            return true;
        });
    }

    /**
     * The kernel renames none that it has a driver on. Where it refuses in between, the namespace is enabled as it was, and memory
     * goes back online; what a crash leaves disabled, or no memory any more, the next plan sees.
     */
    void mark(MarkNamespace step, StepContext context) {
        String region = step.region().name();
        List<DaxDevice> devices = devices(region, step.uuid(), context);
        devices.stream()
                .filter(device -> device.mode() == DaxDevice.Mode.DEVDAX)
                .forEach(device -> requireUnused(step, "/dev/" + device.name()));
        boolean memory = devices.stream().anyMatch(device -> device.mode() == DaxDevice.Mode.SYSTEM_RAM);
        call(step, () -> {
            if (memory) {
                takeMemoryBack(step, region, step.uuid());
            }
            try {
                ndctl.rename(region, step.uuid(), step.name());
            } catch (IOException e) {
                restore(region, step.uuid(), memory, e);
                throw e;
            }
            ndctl.enable(region, step.uuid());
            return true;
        });
    }

    private void restore(String region, String uuid, boolean memory, IOException refused) {
        try {
            ndctl.enable(region, uuid);
            if (memory) {
                ndctl.addMemory(region, uuid);
            }
        } catch (IOException e) {
            refused.addSuppressed(e);
        }
    }

    private static List<DaxDevice> devices(String region, String uuid, StepContext context) {
        return context.now().seen(Pmem.SECTION).stream()
                .flatMap(pmem -> pmem.namespacesIn(region).stream())
                .filter(namespace -> uuid.equals(namespace.uuid()))
                .flatMap(namespace -> namespace.daxDevices().stream())
                .toList();
    }

    void addMemory(AddMemory step, StepContext context) {
        devices(step.region().name(), step.uuid(), context).stream()
                .filter(device -> device.mode() == DaxDevice.Mode.DEVDAX)
                .forEach(device -> requireUnused(step, "/dev/" + device.name()));
        call(step, () -> {
            ndctl.addMemory(step.region().name(), step.uuid());
            return true;
        });
    }

    private static void requireUnused(Step step, String device) {
        try {
            new DeviceUsers(ROOT).of(device).ifPresent(process -> {
                throw new NodeResourceException(
                        StandardErrorCode.DEVICE_HELD,
                        "cannot " + step.summary() + ": process " + process + " uses " + device
                                + "; end it, or take the declaration back");
            });
        } catch (IOException e) {
            throw new NodeResourceException(
                    StandardErrorCode.NO_PERMISSION,
                    "cannot " + step.summary() + ": nobody can tell whether a process uses " + device + ": "
                            + e.getMessage() + "; give this process CAP_SYS_PTRACE",
                    e);
        }
    }

    void takeMemoryBack(TakeMemoryBack step) {
        call(step, () -> {
            takeMemoryBack(step, step.region().name(), step.uuid());
            return true;
        });
    }

    private void takeMemoryBack(Step step, String region, String uuid) throws IOException {
        Optional<String> online = ndctl.takeMemoryBack(region, uuid);
        if (online.isPresent()) {
            PmemErrorCode code = PmemErrorCode.MEMORY_IN_USE;
            throw new NodeResourceException(
                    code,
                    "cannot " + step.summary() + ": " + online.get() + ". " + code.meaning() + " " + code.remedy());
        }
    }

    /** A call of the library. */
    private interface Call<T> {
        T call() throws IOException;
    }

    private static <T> T call(Step step, Call<T> call) {
        try {
            return call.call();
        } catch (IOException e) {
            throw new NodeResourceException(
                    PmemErrorCode.REFUSED,
                    "cannot " + step.summary() + ": " + e.getMessage() + "; the kernel log may say more",
                    e);
        }
    }
}
