package io.noderesource.backend.pmem.internal.jna;

import com.sun.jna.Pointer;
import io.noderesource.base.ByteSize;
import io.noderesource.inventory.DaxDevice;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemBus;
import io.noderesource.inventory.PmemDimm;
import io.noderesource.inventory.PmemDimm.Health;
import io.noderesource.inventory.PmemDimm.Security;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.MapLocation;
import io.noderesource.inventory.PmemNamespace.Mode;
import io.noderesource.inventory.PmemRegion;
import io.noderesource.inventory.PmemRegion.Persistence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes through what libndctl shows, and writes it down. */
final class PmemLook {

    /** What the kernel takes where no sector size was set ({@code pmem_sector_size} of {@code drivers/nvdimm/namespace_devs.c}). */
    private static final int SECTOR = 512;

    /** {@code ND_SMART_HEALTH_VALID} of {@code ndctl.h}. */
    private static final int HEALTH_IS_VALID = 1;

    /** UINT_MAX. */
    private static final int NOT_TOLD = -1;

    private final LibNdctl ndctl;
    private final LibDaxctl daxctl;
    private final Path devices;
    private final ByteSize memoryBlock;
    private final boolean asked;
    private final List<PmemBus> buses = new ArrayList<>();
    private final List<PmemDimm> dimms = new ArrayList<>();
    private final List<PmemRegion> regions = new ArrayList<>();
    private final List<PmemNamespace> namespaces = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /**
     * A look that is yet to be made.
     *
     * @param devices where the kernel shows its devices
     * @param asked whether the firmware of each module is asked how it is
     */
    PmemLook(LibNdctl ndctl, LibDaxctl daxctl, Path devices, ByteSize memoryBlock, boolean asked) {
        this.asked = asked;
        this.ndctl = ndctl;
        this.daxctl = daxctl;
        this.devices = devices;
        this.memoryBlock = memoryBlock;
    }

    Pmem look(Pointer context) throws IOException {
        for (Pointer bus : PmemObjects.all(ndctl.ndctl_bus_get_first(context), ndctl::ndctl_bus_get_next)) {
            String name = ndctl.ndctl_bus_get_devname(bus);
            buses.add(new PmemBus(name, ndctl.ndctl_bus_get_provider(bus)));
            for (Pointer dimm : PmemObjects.all(ndctl.ndctl_dimm_get_first(bus), ndctl::ndctl_dimm_get_next)) {
                dimms.add(dimm(dimm, name));
            }
            dimms.forEach(dimm -> names.add(dimm.name()));
            List<Pointer> all = PmemObjects.all(ndctl.ndctl_region_get_first(bus), ndctl::ndctl_region_get_next);
            for (Pointer region : all) {
                PmemRegion seen = region(region, name, ByteSize.ofBytes(PmemObjects.hidden(ndctl, region, all)));
                regions.add(seen);
                names.add(seen.name());
                long start = ndctl.ndctl_region_get_resource(region);
                for (Pointer each :
                        PmemObjects.all(ndctl.ndctl_namespace_get_first(region), ndctl::ndctl_namespace_get_next)) {
                    names.add(ndctl.ndctl_namespace_get_devname(each));
                    namespace(each, seen.name(), start).ifPresent(namespaces::add);
                }
            }
        }
        return new Pmem(buses, dimms, regions, namespaces, memoryBlock);
    }

    /** The kernel names of all modules, regions and namespaces, also of seeds. */
    Set<String> names() {
        return names;
    }

    private PmemDimm dimm(Pointer dimm, String bus) throws IOException {
        List<String> failures = new ArrayList<>();
        add(failures, "errors", ndctl.ndctl_dimm_has_errors(dimm));
        add(failures, "save", ndctl.ndctl_dimm_failed_save(dimm));
        add(failures, "arm", ndctl.ndctl_dimm_failed_arm(dimm));
        add(failures, "restore", ndctl.ndctl_dimm_failed_restore(dimm));
        add(failures, "map", ndctl.ndctl_dimm_failed_map(dimm));
        add(failures, "flush", ndctl.ndctl_dimm_failed_flush(dimm));
        add(failures, "smart", ndctl.ndctl_dimm_smart_pending(dimm));
        String name = ndctl.ndctl_dimm_get_devname(dimm);
        return new PmemDimm(
                name,
                bus,
                given(ndctl.ndctl_dimm_get_unique_id(dimm)),
                Integer.toUnsignedLong(ndctl.ndctl_dimm_get_handle(dimm)),
                Short.toUnsignedInt(ndctl.ndctl_dimm_get_phys_id(dimm)),
                ndctl.ndctl_dimm_is_enabled(dimm) != 0,
                ndctl.ndctl_dimm_is_active(dimm) != 0,
                ndctl.ndctl_dimm_locked(dimm) != 0,
                ndctl.ndctl_dimm_security_is_frozen(dimm) != 0
                        ? Security.FROZEN
                        : security(ndctl.ndctl_dimm_get_security(dimm)),
                KernelModule.isLabelled(devices, name),
                // ULONG_MAX stands for a module that has none.
                Math.max(0, ndctl.ndctl_dimm_get_available_labels(dimm)),
                asked ? health(dimm) : Health.UNKNOWN,
                failures);
    }

    /** {@code enum ndctl_security_state}. */
    private static Security security(int state) {
        return switch (state) {
            case 0 -> Security.DISABLED;
            case 1 -> Security.UNLOCKED;
            case 2 -> Security.LOCKED;
            // Kernels before 5.4.
            case 3 -> Security.FROZEN;
            case 4 -> Security.OVERWRITE;
            default -> Security.UNSUPPORTED;
        };
    }

    /** As {@code ndctl list --health} asks ({@code util/json-smart.c} of ndctl 76), which leaves out what is not valid. */
    private Health health(Pointer dimm) {
        Pointer question = ndctl.ndctl_dimm_cmd_new_smart(dimm);
        if (question == null) {
            return Health.UNKNOWN;
        }
        try {
            if (ndctl.ndctl_cmd_submit_xlat(question) < 0) {
                return Health.UNKNOWN;
            }
            int valid = ndctl.ndctl_cmd_smart_get_flags(question);
            return valid == NOT_TOLD || (valid & HEALTH_IS_VALID) == 0
                    ? Health.UNKNOWN
                    : health(ndctl.ndctl_cmd_smart_get_health(question));
        } finally {
            ndctl.ndctl_cmd_unref(question);
        }
    }

    /** {@code ND_SMART_*_HEALTH} of {@code ndctl.h}, of which the worst counts. */
    private static Health health(int flags) {
        if (flags == NOT_TOLD) {
            return Health.UNKNOWN;
        }
        if ((flags & 4) != 0) {
            return Health.FATAL;
        }
        if ((flags & 2) != 0) {
            return Health.CRITICAL;
        }
        return (flags & 1) != 0 ? Health.NON_CRITICAL : Health.OK;
    }

    private static void add(List<String> failures, String failure, int told) {
        if (told != 0) {
            failures.add(failure);
        }
    }

    private PmemRegion region(Pointer region, String bus, ByteSize hidden) {
        ByteSize available = size(ndctl.ndctl_region_get_available_size(region));
        long extent = ndctl.ndctl_region_get_max_available_extent(region);
        return new PmemRegion(
                ndctl.ndctl_region_get_devname(region),
                bus,
                PmemObjects.dimms(ndctl, region).stream()
                        .map(ndctl::ndctl_dimm_get_devname)
                        .toList(),
                ndctl.ndctl_region_get_numa_node(region),
                size(ndctl.ndctl_region_get_size(region)),
                available,
                // A kernel before 4.19 does not tell the largest extent.
                extent < 0 ? available : size(extent),
                hidden,
                size(ndctl.ndctl_region_get_align(region)),
                ndctl.ndctl_region_get_interleave_ways(region),
                ndctl.ndctl_region_get_nstype(region) == PmemObjects.LABELLED,
                ndctl.ndctl_region_is_enabled(region) != 0,
                ndctl.ndctl_region_get_ro(region) != 0,
                seed(region),
                persistence(ndctl.ndctl_region_get_persistence_domain(region)));
    }

    private @Nullable String seed(Pointer region) {
        Pointer idle = PmemObjects.idle(ndctl, region);
        Pointer seed = idle == null ? ndctl.ndctl_region_get_namespace_seed(region) : idle;
        return seed == null ? null : ndctl.ndctl_namespace_get_devname(seed);
    }

    /** {@code enum ndctl_persistence_domain}. */
    private static Persistence persistence(int domain) {
        return switch (domain) {
            case 0 -> Persistence.NONE;
            case 10 -> Persistence.MEMORY_CONTROLLER;
            case 20 -> Persistence.CPU_CACHE;
            default -> Persistence.UNKNOWN;
        };
    }

    private Optional<PmemNamespace> namespace(Pointer namespace, String region, long start) {
        ByteSize size = size(ndctl.ndctl_namespace_get_size(namespace));
        if (size.bytes() == 0) {
            // The seed.
            return Optional.empty();
        }
        boolean enabled = ndctl.ndctl_namespace_is_active(namespace) != 0;
        Pointer pfn = ndctl.ndctl_namespace_get_pfn(namespace);
        Pointer dax = ndctl.ndctl_namespace_get_dax(namespace);
        Pointer btt = ndctl.ndctl_namespace_get_btt(namespace);
        boolean labelled = ndctl.ndctl_namespace_get_type(namespace) == PmemObjects.LABELLED;
        ByteSize usable = size;
        int sectorSize = ndctl.ndctl_namespace_get_sector_size(namespace);
        ByteSize alignment = ByteSize.ZERO;
        MapLocation map = MapLocation.NONE;
        String block = ndctl.ndctl_namespace_get_block_device(namespace);
        List<DaxDevice> devices = List.of();
        String layout = null;
        if (pfn != null) {
            layout = uuid(bytes -> ndctl.ndctl_pfn_get_uuid(pfn, bytes));
            usable = size(ndctl.ndctl_pfn_get_size(pfn));
            alignment = size(ndctl.ndctl_pfn_get_align(pfn));
            map = location(ndctl.ndctl_pfn_get_location(pfn));
            block = ndctl.ndctl_pfn_get_block_device(pfn);
        } else if (dax != null) {
            layout = uuid(bytes -> ndctl.ndctl_dax_get_uuid(dax, bytes));
            usable = size(ndctl.ndctl_dax_get_size(dax));
            alignment = size(ndctl.ndctl_dax_get_align(dax));
            map = location(ndctl.ndctl_dax_get_location(dax));
            block = null;
            Pointer of = ndctl.ndctl_dax_get_daxctl_region(dax);
            devices = of == null
                    ? List.of()
                    : PmemObjects.all(daxctl.daxctl_dev_get_first(of), daxctl::daxctl_dev_get_next).stream()
                            .map(this::device)
                            .toList();
        } else if (btt != null) {
            layout = uuid(bytes -> ndctl.ndctl_btt_get_uuid(btt, bytes));
            usable = size(ndctl.ndctl_btt_get_size(btt));
            sectorSize = ndctl.ndctl_btt_get_sector_size(btt);
            block = ndctl.ndctl_btt_get_block_device(btt);
        }
        return Optional.of(new PmemNamespace(
                ndctl.ndctl_namespace_get_devname(namespace),
                region,
                labelled ? uuid(bytes -> ndctl.ndctl_namespace_get_uuid(namespace, bytes)) : null,
                layout,
                labelled ? given(ndctl.ndctl_namespace_get_alt_name(namespace)) : null,
                mode(ndctl.ndctl_namespace_get_mode(namespace)),
                offset(ndctl.ndctl_namespace_get_resource(namespace), start),
                size,
                enabled ? usable : ByteSize.ZERO,
                // UINT_MAX, and so -1, where none was set.
                dax != null ? 0 : sectorSize > 0 ? sectorSize : SECTOR,
                alignment,
                map,
                enabled,
                enabled && given(block) != null ? "/dev/" + block : null,
                devices));
    }

    /** ULLONG_MAX, and so -1, is what is not told: an address is for root only. */
    private static @Nullable ByteSize offset(long resource, long start) {
        return resource < 0 || start < 0 || resource < start ? null : ByteSize.ofBytes(resource - start);
    }

    private static @Nullable String uuid(Consumer<byte[]> get) {
        byte[] bytes = new byte[16];
        get.accept(bytes);
        ByteBuffer words = ByteBuffer.wrap(bytes);
        UUID uuid = new UUID(words.getLong(), words.getLong());
        return uuid.getMostSignificantBits() == 0 && uuid.getLeastSignificantBits() == 0 ? null : uuid.toString();
    }

    /** {@code enum ndctl_namespace_mode}. */
    private static Mode mode(int mode) {
        return switch (mode) {
            case 0 -> Mode.FSDAX;
            case 1 -> Mode.SECTOR;
            case 2 -> Mode.RAW;
            case 3 -> Mode.DEVDAX;
            default -> Mode.UNKNOWN;
        };
    }

    /** {@code enum ndctl_pfn_loc}. */
    private static MapLocation location(int location) {
        return switch (location) {
            case 1 -> MapLocation.MEMORY;
            case 2 -> MapLocation.DEVICE;
            default -> MapLocation.NONE;
        };
    }

    private DaxDevice device(Pointer device) {
        Pointer memory = daxctl.daxctl_dev_get_memory(device);
        DaxDevice.MemoryBlocks blocks = null;
        DaxDevice.Mode mode = DaxDevice.Mode.DISABLED;
        if (memory != null) {
            mode = DaxDevice.Mode.SYSTEM_RAM;
            blocks = new DaxDevice.MemoryBlocks(
                    size(daxctl.daxctl_memory_get_block_size(memory)),
                    Math.max(0, daxctl.daxctl_memory_num_sections(memory)),
                    Math.max(0, daxctl.daxctl_memory_is_online(memory)),
                    daxctl.daxctl_memory_is_movable(memory) > 0);
        } else if (daxctl.daxctl_dev_is_enabled(device) != 0) {
            mode = DaxDevice.Mode.DEVDAX;
        }
        return new DaxDevice(
                daxctl.daxctl_dev_get_devname(device),
                mode,
                size(daxctl.daxctl_dev_get_size(device)),
                size(daxctl.daxctl_dev_get_align(device)),
                daxctl.daxctl_dev_get_target_node(device),
                blocks);
    }

    /** A size; ULLONG_MAX, which stands for an error, is none. */
    private static ByteSize size(long bytes) {
        return bytes < 0 ? ByteSize.ZERO : ByteSize.ofBytes(bytes);
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
