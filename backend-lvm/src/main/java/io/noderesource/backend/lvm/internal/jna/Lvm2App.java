package io.noderesource.backend.lvm.internal.jna;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.backend.lvm.internal.engine.AppLibrary;
import io.noderesource.base.NodeResourceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code liblvm2app}, with what it does to its thread undone.
 *
 * <p>The library blocks all signals, SIGSEGV included, from the time it takes a VG's lock until it gives it back, which is
 * from {@code lvm_vg_open} to {@code lvm_vg_close}: over the Java code between them, and HotSpot needs SIGSEGV. So the
 * thread's mask is set back after every single call; where a call comes back with signals blocked, by
 * {@link LockingCalls}.
 */
public final class Lvm2App implements AppLibrary {

    /** The system property that names the library's file, where it is not where the linker looks. */
    private static final String LIBRARY_PROPERTY = "lvm2app.library";

    /** The library's soname: LVM 2, its application interface 2. */
    private static final String SONAME = "liblvm2app.so.2.2";

    /** Size of {@code sigset_t} in glibc and musl. */
    static final int SIGSET_BYTES = 128;

    /** {@code RTLD_NOW} of {@code dlfcn.h}, and not {@code RTLD_GLOBAL}: its libdevmapper may be another than the node's. */
    private static final int RTLD_NOW = 2;

    private static final List<String> VG_TEXTS =
            List.of("vg_uuid", "vg_name", "vg_attr", "vg_systemid", "vg_lock_type", "vg_tags");
    private static final List<String> VG_NUMBERS =
            List.of("vg_seqno", "vg_extent_size", "vg_size", "vg_free", "pv_count", "vg_missing_pv_count", "lv_count");
    private static final List<String> PV_TEXTS = List.of("pv_uuid", "pv_name", "pv_attr", "pv_tags");
    private static final List<String> PV_NUMBERS = List.of("pv_size", "dev_size", "pe_start", "pv_free");
    private static final List<String> LV_TEXTS =
            List.of("lv_uuid", "lv_name", "lv_attr", "pool_lv", "origin", "lv_tags");
    private static final List<String> LV_NUMBERS = List.of("lv_size", "data_percent", "metadata_percent");

    private final LibLvm2App lvm;
    private final LibC libc;
    private final Memory mask = new Memory(SIGSET_BYTES);

    private Lvm2App(LibLvm2App lvm, LibC libc) {
        this.lvm = lvm;
        this.libc = libc;
    }

    /** The library's file as the linker is asked for it. */
    public static String name() {
        return System.getProperty(LIBRARY_PROPERTY, SONAME);
    }

    /**
     * Loads the library; runs nothing of it.
     *
     * @throws NodeResourceException {@code lvm/not-available} when it is not there
     */
    public static Lvm2App load() {
        String file = name();
        try {
            LibLvm2App lvm = Native.load(
                    file,
                    LibLvm2App.class,
                    Map.of(Library.OPTION_STRING_ENCODING, "UTF-8", Library.OPTION_OPEN_FLAGS, RTLD_NOW));
            LockingCalls.bind(
                    NativeLibrary.getInstance(file, Map.of(Library.OPTION_OPEN_FLAGS, RTLD_NOW)),
                    NativeLibrary.getInstance("libc.so.6"));
            return new Lvm2App(lvm, Native.load("libc.so.6", LibC.class));
        } catch (UnsatisfiedLinkError e) {
            throw new NodeResourceException(
                    LvmErrorCode.NOT_AVAILABLE,
                    "cannot load " + file + "; lvm2 has it up to 2.02.188, and -D" + LIBRARY_PROPERTY
                            + " names its file",
                    e);
        }
    }

    @Override
    public String version() {
        return String.valueOf(orNull(lvm.lvm_library_get_version()));
    }

    @Override
    public void prepareThread() {
        ThreadSetup.separateUmask(libc);
        int failed = libc.pthread_sigmask(LibC.SIG_BLOCK, null, mask);
        if (failed != 0) {
            throw new IllegalStateException("pthread_sigmask failed with " + failed);
        }
    }

    @Override
    public Session open(String settings) {
        Pointer handle = orNull(lvm.lvm_init(null));
        // lvm_init makes the process's allocator never use mmap.
        libc.mallopt(LibC.M_MMAP_MAX, LibC.DEFAULT_MMAP_MAX);
        if (handle == null) {
            throw new NodeResourceException(
                    LvmErrorCode.COMMAND_FAILED,
                    "lvm_init failed: LVM cannot read its settings; run lvm version as root");
        }
        Handle session = new Handle(handle);
        try {
            session.check(restored(lvm.lvm_errno(handle)), "lvm_init");
            session.check(restored(lvm.lvm_config_override(handle, settings)), "lvm_config_override");
            session.check(restored(lvm.lvm_config_reload(handle)), "lvm_config_reload");
            session.check(restored(lvm.lvm_scan(handle)), "lvm_scan");
            return session;
        } catch (NodeResourceException e) {
            session.close();
            throw e;
        }
    }

    /** Passes on what a call of the library returned, with the thread's signal mask as it was before. */
    private <T> T restored(T result) {
        libc.pthread_sigmask(LibC.SIG_SETMASK, mask, null);
        return result;
    }

    /** As {@link #restored}, for what may be NULL. */
    private <T> @Nullable T orNull(@Nullable T result) {
        libc.pthread_sigmask(LibC.SIG_SETMASK, mask, null);
        return result;
    }

    /** A C string. */
    private static Memory text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Memory memory = new Memory(bytes.length + 1L);
        memory.write(0, bytes, 0, bytes.length);
        memory.setByte(bytes.length, (byte) 0);
        return memory;
    }

    /** A {@code lvm_t}. */
    private final class Handle implements Session {

        private final Pointer handle;

        Handle(Pointer handle) {
            this.handle = handle;
        }

        @Override
        public List<String> groupNames() {
            Pointer names = required(orNull(lvm.lvm_list_vg_names(handle)), "lvm_list_vg_names");
            return DmList.elements(names).stream()
                    .map(name -> name.getString(0, "UTF-8"))
                    .toList();
        }

        @Override
        public Group read(String name) {
            return opened(name, "r", vg -> {
                List<Row> pvs = DmList.elements(orNull(lvm.lvm_vg_list_pvs(vg))).stream()
                        .map(pv -> row(lvm::lvm_pv_get_property, pv, PV_TEXTS, PV_NUMBERS))
                        .toList();
                List<Row> lvs = DmList.elements(orNull(lvm.lvm_vg_list_lvs(vg))).stream()
                        .map(this::logicalVolume)
                        .toList();
                return new Group(row(lvm::lvm_vg_get_property, vg, VG_TEXTS, VG_NUMBERS), pvs, lvs);
            });
        }

        private Row logicalVolume(Pointer lv) {
            Row own = row(lvm::lvm_lv_get_property, lv, LV_TEXTS, LV_NUMBERS);
            Map<String, String> texts = new HashMap<>(own.texts());
            List<Pointer> segments = DmList.elements(orNull(lvm.lvm_lv_list_lvsegs(lv)));
            if (!segments.isEmpty()) {
                texts.putAll(row(lvm::lvm_lvseg_get_property, segments.get(0), List.of("segtype"), List.of())
                        .texts());
            }
            return new Row(texts, own.numbers());
        }

        @Override
        public List<Row> physicalVolumes() {
            long address = LockingCalls.listPvs(Pointer.nativeValue(handle), Pointer.nativeValue(mask));
            Pointer list = required(address == 0 ? null : new Pointer(address), "lvm_list_pvs");
            if (list.getPointer(DmList.NEXT) == null) {
                throw failure("lvm_list_pvs");
            }
            try {
                return DmList.elements(list).stream()
                        .map(pv -> row(lvm::lvm_pv_get_property, pv, PV_TEXTS, PV_NUMBERS))
                        .toList();
            } finally {
                restored(lvm.lvm_list_pvs_free(list));
            }
        }

        @Override
        public @Nullable String groupOf(String pvUuid) {
            String name = orNull(lvm.lvm_vgname_from_pvid(handle, pvUuid));
            // PVs without a VG are in one of LVM's own, whose name has a character that others cannot have.
            return name == null || name.isEmpty() || name.startsWith("#") ? null : name;
        }

        @Override
        public void createGroup(String name, List<String> paths, List<String> tags) {
            long address;
            try (Memory text = text(name)) {
                address = LockingCalls.create(
                        Pointer.nativeValue(handle), Pointer.nativeValue(text), Pointer.nativeValue(mask));
            }
            Pointer vg = required(address == 0 ? null : new Pointer(address), "vgcreate " + name);
            closing(vg, () -> {
                addAll(vg, name, paths);
                tags.forEach(tag -> check(restored(lvm.lvm_vg_add_tag(vg, tag)), "adding tag " + tag + " to " + name));
                check(restored(lvm.lvm_vg_write(vg)), "vgcreate " + name);
            });
        }

        @Override
        public void extendGroup(String name, List<String> paths) {
            write(name, vg -> addAll(vg, name, paths));
        }

        private void addAll(Pointer vg, String name, List<String> paths) {
            paths.forEach(path -> check(restored(lvm.lvm_vg_extend(vg, path)), "adding " + path + " to " + name));
        }

        @Override
        public void growVolume(String name, String pvUuid) {
            // Writes by itself.
            opened(name, "w", vg -> {
                Pointer pv = required(orNull(lvm.lvm_pv_from_uuid(vg, pvUuid)), "finding PV " + pvUuid);
                check(restored(lvm.lvm_pv_resize(pv, 0)), "resizing PV " + pvUuid + " of " + name);
                return name;
            });
        }

        @Override
        public void changeTags(String name, List<String> add, List<String> remove) {
            write(name, vg -> {
                remove.forEach(tag ->
                        check(restored(lvm.lvm_vg_remove_tag(vg, tag)), "removing tag " + tag + " from " + name));
                add.forEach(tag -> check(restored(lvm.lvm_vg_add_tag(vg, tag)), "adding tag " + tag + " to " + name));
            });
        }

        private void write(String name, Consumer<Pointer> change) {
            opened(name, "w", vg -> {
                change.accept(vg);
                check(restored(lvm.lvm_vg_write(vg)), "writing the metadata of " + name);
                return name;
            });
        }

        private <T> T opened(String name, String mode, Function<Pointer, T> use) {
            long address;
            try (Memory text = text(name);
                    Memory how = text(mode)) {
                address = LockingCalls.open(
                        Pointer.nativeValue(handle),
                        Pointer.nativeValue(text),
                        Pointer.nativeValue(how),
                        Pointer.nativeValue(mask));
            }
            Pointer vg = required(address == 0 ? null : new Pointer(address), "opening volume group " + name);
            List<T> result = new ArrayList<>(1);
            closing(vg, () -> result.add(use.apply(vg)));
            return result.get(0);
        }

        private void closing(Pointer vg, Runnable use) {
            try {
                use.run();
            } finally {
                restored(lvm.lvm_vg_close(vg));
            }
        }

        private Row row(
                BiFunction<Pointer, String, PropertyValue.ByValue> get,
                Pointer object,
                List<String> texts,
                List<String> numbers) {
            Map<String, String> strings = new HashMap<>();
            for (String name : texts) {
                strings.put(
                        name,
                        property(get, object, name, PropertyValue.IS_STRING).string());
            }
            Map<String, Long> integers = new HashMap<>();
            for (String name : numbers) {
                integers.put(name, property(get, object, name, PropertyValue.IS_INTEGER).value);
            }
            return new Row(strings, integers);
        }

        private PropertyValue property(
                BiFunction<Pointer, String, PropertyValue.ByValue> get, Pointer object, String name, int type) {
            PropertyValue value = restored(get.apply(object, name));
            if (!value.has(PropertyValue.IS_VALID) || !value.has(type)) {
                throw failure("reading property " + name);
            }
            return value;
        }

        private <T> T required(@Nullable T result, String what) {
            if (result == null) {
                throw failure(what);
            }
            return result;
        }

        private void check(int result, String what) {
            if (result != 0) {
                throw failure(what);
            }
        }

        private NodeResourceException failure(String what) {
            String said = orNull(lvm.lvm_errmsg(handle));
            return new NodeResourceException(
                    LvmErrorCode.COMMAND_FAILED,
                    what + " failed: "
                            + (said == null || said.isBlank()
                                    ? "LVM gave no reason"
                                    : said.strip().replace("\n", "; "))
                            + "; put right what LVM names, and make a new plan");
        }

        @Override
        public void close() {
            lvm.lvm_quit(handle);
            libc.pthread_sigmask(LibC.SIG_SETMASK, mask, null);
        }
    }
}
