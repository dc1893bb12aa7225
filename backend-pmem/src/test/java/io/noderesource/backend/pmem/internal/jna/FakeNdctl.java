package io.noderesource.backend.pmem.internal.jna;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Modules, regions and namespaces in memory, seen and changed through the library's functions; what none of them changes stays as it is
 * set. It has no devices: whoever opens one fails.
 */
public final class FakeNdctl {

    /** {@code enum ndctl_namespace_mode}. */
    public static final int RAW = 2;

    private static final int DEVDAX = 3;

    private static final Path NOWHERE = Path.of("/nowhere");

    /** An object of the library. */
    private static class Thing {
        private static long last = 0x1000;

        final Pointer pointer = new Pointer(last += 16);
        final String name;

        Thing(String name) {
            this.name = name;
        }
    }

    /** A module. */
    public static final class Dimm extends Thing {
        public boolean enabled = true;
        public boolean locked;
        public boolean labels = true;

        /** {@code enum ndctl_security_state}. */
        public int security = -1;

        /** Whether its firmware can be asked how it is, and answers. */
        public boolean asked;

        public boolean answers;

        /** {@code ND_SMART_*_VALID}. */
        public int valid = 1;

        /** {@code ND_SMART_*_HEALTH}. */
        public int health;

        public boolean frozen;

        /** Its labels were written after the kernel read them. */
        public boolean unread;

        Dimm(String name) {
            super(name);
        }
    }

    /** A region on a module, all of which is free but for its namespaces. */
    public static final class Region extends Thing {
        public final Dimm dimm;
        public long size = 1L << 30;
        public boolean enabled = true;
        public boolean readOnly;

        /** What labels hold that show no namespace. */
        public long hidden;

        public final List<Namespace> namespaces = new ArrayList<>();
        public final Namespace seed;
        private final Mapping mapping;

        Region(String name, Dimm dimm) {
            super(name);
            this.dimm = dimm;
            mapping = new Mapping(this);
            seed = new Namespace("namespace" + name.substring(6) + ".99");
            seed.enabled = false;
        }

        /** Adds a namespace that is enabled. */
        public Namespace with(String uuid, String label, int mode, long size) {
            Namespace namespace = new Namespace("namespace" + name.substring(6) + "." + namespaces.size());
            namespace.uuid = PmemObjects.bytes(uuid);
            namespace.label = label;
            namespace.mode = mode;
            namespace.size = size;
            namespaces.add(namespace);
            return namespace;
        }

        /** Adds a namespace in mode devdax that is enabled. */
        public Dax withDax(String uuid, String label, long size) {
            Namespace namespace = with(uuid, label, DEVDAX, size);
            Dax dax = new Dax("dax" + namespace.name.substring("namespace".length()));
            namespace.dax = dax;
            return dax;
        }

        private long free() {
            return size
                    - hidden
                    - namespaces.stream().mapToLong(each -> each.size).sum();
        }
    }

    /** What a region has of its module: all. */
    private static final class Mapping extends Thing {
        final Region region;

        Mapping(Region region) {
            super("mapping0");
            this.region = region;
        }
    }

    /** A namespace. */
    public static final class Namespace extends Thing {
        public byte[] uuid = new byte[16];
        public String label = "";
        public int mode = RAW;
        public long size;
        public boolean enabled = true;
        public boolean raw;

        /** What the kernel alone tells of it: how many parts of modules labels hold for it, and what is laid on it. */
        public int extents;

        public String holder = "";

        /** Its character device, where it is in mode devdax. */
        public @Nullable Dax dax;

        /** The size that the kernel has, where the library's is another by now. */
        public OptionalLong sizeByNow = OptionalLong.empty();

        Namespace(String name) {
            super(name);
        }
    }

    /** A character device of one memory block. */
    public static final class Dax extends Thing {
        public boolean enabled = true;
        public boolean memory;
        public boolean online;
        public boolean movable;

        /** It is smaller than a memory block. */
        public boolean tooSmall;

        Dax(String name) {
            super(name);
        }
    }

    private final Thing bus = new Thing("ndbus0");
    private final List<Region> regions = new ArrayList<>();
    private final Map<Pointer, Thing> things = new HashMap<>();
    private final List<String> changes = new ArrayList<>();
    private Predicate<String> fails = call -> false;
    private Runnable beforeContext = () -> {};
    private Path devices = NOWHERE;

    /** Adds a region on a module of its own, both enabled, with labels. */
    public Region region() {
        Region region = new Region("region" + regions.size(), new Dimm("nmem" + regions.size()));
        regions.add(region);
        return region;
    }

    /** What was changed, each {@code FUNCTION OBJECT}, in its order. */
    public List<String> changes() {
        return changes;
    }

    /** Changes, as {@link #changes} tells them, that return an error, or that throw from here, where the process ends. */
    public void failing(Predicate<String> fails) {
        this.fails = fails;
    }

    /** Has this done before each context is made: each look and each change has one. */
    public void beforeContext(Runnable event) {
        beforeContext = event;
    }

    /** Shows namespaces and seeds as the kernel does, in a directory. */
    public void showIn(Path devices) {
        this.devices = devices;
    }

    private void show() {
        if (devices.equals(NOWHERE)) {
            return;
        }
        try {
            for (Region region : regions) {
                show(region.seed);
                for (Namespace namespace : region.namespaces) {
                    show(namespace);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void show(Namespace namespace) throws IOException {
        Path device = Files.createDirectories(devices.resolve(namespace.name));
        ByteBuffer words = ByteBuffer.wrap(namespace.uuid);
        UUID uuid = new UUID(words.getLong(), words.getLong());
        boolean none = uuid.getMostSignificantBits() == 0 && uuid.getLeastSignificantBits() == 0;
        Files.writeString(device.resolve("uuid"), (none ? "" : uuid) + "\n");
        Files.writeString(device.resolve("alt_name"), namespace.label + "\n");
        Files.writeString(device.resolve("size"), namespace.sizeByNow.orElse(namespace.size) + "\n");
        Files.writeString(device.resolve("dpa_extents"), namespace.extents + "\n");
        Files.writeString(device.resolve("holder"), namespace.holder + "\n");
    }

    /** The library of it. */
    public Ndctl open() {
        return open(NOWHERE);
    }

    /**
     * The library of it.
     *
     * @param run a directory that a boot empties
     */
    public Ndctl open(Path run) {
        return new Ndctl(fake(LibNdctl.class), fake(LibDaxctl.class), devices, run);
    }

    private <T> T fake(Class<T> functions) {
        return functions.cast(Proxy.newProxyInstance(
                functions.getClassLoader(),
                new Class<?>[] {functions},
                (proxy, function, arguments) -> result(
                        function.getReturnType(), call(function.getName().replaceFirst("ndctl_", ""), arguments))));
    }

    /** The library's numbers are of all sizes, and it has 0 for what is not there. */
    private static @Nullable Object result(Class<?> type, @Nullable Object value) {
        Number number = value instanceof Boolean yes ? (Number) (yes ? 1 : 0) : value instanceof Number n ? n : 0;
        if (type == int.class) {
            return number.intValue();
        }
        if (type == long.class) {
            return number.longValue();
        }
        if (type == short.class) {
            return number.shortValue();
        }
        if (type == byte.class) {
            return number.byteValue();
        }
        return value instanceof Thing thing ? thing.pointer : value instanceof String ? value : null;
    }

    private void index() {
        things.put(bus.pointer, bus);
        for (Region region : regions) {
            things.put(region.pointer, region);
            things.put(region.dimm.pointer, region.dimm);
            things.put(region.mapping.pointer, region.mapping);
            things.put(region.seed.pointer, region.seed);
            for (Namespace namespace : region.namespaces) {
                things.put(namespace.pointer, namespace);
                if (namespace.dax != null) {
                    things.put(namespace.dax.pointer, namespace.dax);
                }
            }
        }
    }

    private @Nullable Object call(String function, Object[] arguments) {
        index();
        show();
        if (function.equals("new")) {
            beforeContext.run();
            ((PointerByReference) arguments[0]).setValue(new Pointer(1));
            return 0;
        }
        Thing thing = arguments[0] instanceof Pointer pointer ? things.get(pointer) : null;
        if (function.equals("bus_get_first")) {
            return regions.isEmpty() ? null : bus;
        }
        if (function.equals("bus_get_provider")) {
            return "ACPI.NFIT";
        }
        if (function.endsWith("_get_devname")) {
            return thing == null ? null : thing.name;
        }
        if (thing == bus) {
            return ofBus(function);
        }
        if (thing instanceof Dimm dimm) {
            return ofDimm(function, dimm);
        }
        if (thing instanceof Region region) {
            return ofRegion(function, region);
        }
        if (thing instanceof Mapping mapping) {
            return function.equals("mapping_get_length") ? mapping.region.size : null;
        }
        if (thing instanceof Namespace namespace) {
            return ofNamespace(function, namespace, arguments);
        }
        if (thing instanceof Dax dax) {
            return ofDax(function, dax);
        }
        return null;
    }

    private @Nullable Object ofBus(String function) {
        return switch (function) {
            case "dimm_get_first" -> regions.get(0).dimm;
            case "region_get_first" -> regions.get(0);
            default -> null;
        };
    }

    private <T> @Nullable T after(List<T> all, T one) {
        int next = all.indexOf(one) + 1;
        return next < all.size() ? all.get(next) : null;
    }

    private @Nullable Object ofDimm(String function, Dimm dimm) {
        return switch (function) {
            case "dimm_get_next" -> after(regions.stream().map(r -> r.dimm).toList(), dimm);
            case "dimm_is_enabled" -> dimm.enabled;
            case "dimm_locked" -> dimm.locked;
            case "dimm_get_security" -> dimm.security;
            case "dimm_security_is_frozen" -> dimm.frozen;
            case "dimm_cmd_new_smart" -> dimm.asked ? dimm : null;
            case "cmd_submit_xlat" -> dimm.answers ? 0 : -5;
            case "cmd_smart_get_flags" -> dimm.valid;
            case "cmd_smart_get_health" -> dimm.health;
            case "dimm_is_active" -> regions.stream().anyMatch(region -> region.dimm == dimm && region.enabled);
            case "dimm_read_label_index" -> dimm;
            case "dimm_validate_labels" -> dimm.labels ? 0 : -22;
            case "dimm_get_available_labels" -> 508;
            case "dimm_init_labels" ->
                changed(function, dimm, () -> {
                                    dimm.unread = !dimm.labels;
                                    dimm.labels = true;
                                })
                                == 0
                        ? 509
                        : -5;
            case "dimm_disable" -> changed(function, dimm, () -> dimm.enabled = false);
            case "dimm_enable" ->
                changed(function, dimm, () -> {
                    dimm.enabled = true;
                    dimm.unread = false;
                });
            default -> null;
        };
    }

    private @Nullable Object ofRegion(String function, Region region) {
        return switch (function) {
            case "region_get_next" -> after(regions, region);
            case "region_get_first_dimm" -> region.dimm;
            case "mapping_get_first" -> region.mapping;
            case "region_get_nstype" -> region.dimm.labels && !region.dimm.unread ? PmemObjects.LABELLED : 4;
            case "region_get_interleave_ways" -> 1;
            case "region_get_size" -> region.size;
            case "region_get_available_size", "region_get_max_available_extent" -> region.free();
            case "region_get_align" -> 16L << 20;
            case "region_get_ro" -> region.readOnly;
            case "region_is_enabled" -> region.enabled;
            case "region_disable_invalidate" -> changed(function, region, () -> region.enabled = false);
            case "region_enable" -> changed(function, region, () -> region.enabled = region.dimm.enabled);
            case "region_get_namespace_seed" -> region.enabled ? region.seed : null;
            case "namespace_get_first" ->
                region.enabled && !region.namespaces.isEmpty() ? region.namespaces.get(0) : null;
            default -> null;
        };
    }

    private @Nullable Object ofNamespace(String function, Namespace namespace, Object[] arguments) {
        return switch (function) {
            case "namespace_get_next" ->
                of(namespace).map(all -> after(all, namespace)).orElse(null);
            case "namespace_get_type" -> PmemObjects.LABELLED;
            case "namespace_get_mode" -> namespace.mode;
            case "namespace_get_size" -> namespace.size;
            case "namespace_get_alt_name" -> namespace.label;
            case "namespace_get_dax" -> namespace.dax;
            case "namespace_get_block_device" -> "nr-" + namespace.name;
            case "namespace_is_active" -> namespace.enabled;
            case "namespace_get_uuid" -> {
                System.arraycopy(namespace.uuid, 0, (byte[]) arguments[1], 0, 16);
                yield null;
            }
            case "namespace_disable_safe" -> changed(function, namespace, () -> namespace.enabled = false);
            case "namespace_enable" -> changed(function, namespace, () -> namespace.enabled = true);
            case "namespace_set_alt_name" ->
                changed(function, namespace, () -> namespace.label = (String) arguments[1]);
            case "namespace_set_raw_mode" ->
                changed(function, namespace, () -> namespace.raw = (int) arguments[1] == 1);
            case "namespace_set_uuid" ->
                changed(function, namespace, () -> namespace.uuid = ((byte[]) arguments[1]).clone());
            case "namespace_set_size" -> changed(function, namespace, () -> namespace.size = (long) arguments[1]);
            case "namespace_delete" ->
                changed(function, namespace, () -> {
                    namespace.size = 0;
                    namespace.uuid = new byte[16];
                });
            default -> null;
        };
    }

    /** Its layout, its region, the device and the memory of it are one here. */
    private @Nullable Object ofDax(String function, Dax dax) {
        return switch (function) {
            case "dax_get_daxctl_region", "daxctl_dev_get_first" -> dax;
            case "daxctl_dev_get_memory" -> dax.memory && !dax.tooSmall ? dax : null;
            case "daxctl_dev_is_enabled" -> dax.enabled;
            case "daxctl_memory_num_sections" -> 1;
            case "daxctl_memory_is_online" -> dax.online;
            case "daxctl_memory_is_movable" -> dax.movable;
            case "daxctl_dev_disable" ->
                changed(function, dax, () -> {
                    dax.enabled = false;
                    dax.memory = false;
                });
            case "daxctl_dev_enable_ram" ->
                changed(function, dax, () -> {
                    dax.enabled = true;
                    dax.memory = true;
                });
            case "daxctl_dev_enable_devdax" -> changed(function, dax, () -> dax.enabled = true);
            case "daxctl_memory_online" ->
                changed(function, dax, () -> {
                    dax.online = true;
                    dax.movable = true;
                });
            case "daxctl_memory_online_no_movable" -> changed(function, dax, () -> dax.online = true);
            case "daxctl_memory_offline" -> changed(function, dax, () -> dax.online = false);
            default -> null;
        };
    }

    private Optional<List<Namespace>> of(Namespace namespace) {
        return regions.stream()
                .map(region -> region.namespaces)
                .filter(all -> all.contains(namespace))
                .findFirst();
    }

    private int changed(String function, Thing thing, Runnable change) {
        String text = function + " " + thing.name;
        changes.add(text);
        if (fails.test(text)) {
            return -5;
        }
        change.run();
        show();
        return 0;
    }
}
