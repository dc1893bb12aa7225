package io.noderesource.backend.lvm.internal.engine;

import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.inventory.DeviceNumber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * LVM's application library {@code liblvm2app}, which lvm2 had until 2.02.188.
 *
 * <p><b>What it cannot do.</b> It makes a PV of whatever it is given and wipes it on the way: PVs are made by the program
 * {@code lvm}, and no path is handed to {@code lvm_vg_extend}, which would make a PV of it too, before the library itself
 * has shown that it is one. It shows no VG of another system id: the report then says what could not be read, and the
 * section is partial. And it shows only one device of two that carry the same PV.
 *
 * <p>A handle for each operation: one that has made a VG still holds its devices, and the library crashes when it is used
 * on. The devices that LVM must not open are kept from it by settings, as for commands.
 */
public final class Lvm2AppEngine implements LvmEngine {

    /** The last bounds what LVM prints and logs by itself; errors are kept for {@code lvm_errmsg} whatever it says. */
    private static final String PROCESS_SETTINGS =
            "activation{mlock_filter=[\" \"] process_priority=0 monitoring=0} log{verbose=-4 silent=1 syslog=0}";

    private final AppLibrary library;
    private final ProcessEngine program;
    private final OwnerThread owner;
    private final Duration patience;
    private final Function<String, Optional<DeviceNumber>> numberOf;

    /**
     * Makes an engine.
     *
     * @param library the library
     * @param program the program, for what the library cannot do
     * @param owner the thread that all engines on this library share
     * @param patience how long one operation may take before it counts as stuck
     */
    public Lvm2AppEngine(AppLibrary library, ProcessEngine program, OwnerThread owner, Duration patience) {
        this(library, program, owner, patience, path -> HostFiles.numberOf(Path.of(path)));
    }

    Lvm2AppEngine(
            AppLibrary library,
            ProcessEngine program,
            OwnerThread owner,
            Duration patience,
            Function<String, Optional<DeviceNumber>> numberOf) {
        this.library = library;
        this.program = program;
        this.owner = owner;
        this.patience = patience;
        this.numberOf = numberOf;
    }

    @Override
    public String version(Call call) {
        return "liblvm2app " + owner.call("liblvm2app version", call.deadline(), patience, library::version);
    }

    @Override
    public LvmReport report(Call call) {
        String settings = settings(call);
        return owner.call("liblvm2app report", call.deadline(), patience, () -> {
            try (AppLibrary.Session session = library.open(settings)) {
                return AppReport.of(session, numberOf);
            }
        });
    }

    @Override
    public void createPhysicalVolume(Call call, String path, String uuid, Runnable before) {
        program.createPhysicalVolume(call, path, uuid, before);
    }

    @Override
    public void createVolumeGroup(Call call, String name, List<String> paths, List<String> tags) {
        requirePhysicalVolumes(call, name, paths);
        change("vgcreate", call, session -> session.createGroup(name, paths, tags));
    }

    @Override
    public void extendVolumeGroup(Call call, String name, List<String> paths) {
        requirePhysicalVolumes(call, name, paths);
        change("vgextend", call, session -> session.extendGroup(name, paths));
    }

    @Override
    public void growPhysicalVolume(Call call, String path) {
        LvmReport report = report(call);
        Optional<DeviceNumber> number = numberOf.apply(path);
        var volume = report.physicalVolumes().stream()
                .filter(pv -> pv.device() != null
                        && number.filter(pv.device()::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> refused("pvresize " + path, "it is no PV"));
        String group = volume.volumeGroup();
        if (group == null) {
            program.growPhysicalVolume(call, path);
        } else {
            change("pvresize", call, session -> session.growVolume(group, volume.uuid()));
        }
    }

    @Override
    public void changeTags(Call call, String name, List<String> add, List<String> remove) {
        change("vgchange", call, session -> session.changeTags(name, add, remove));
    }

    private void requirePhysicalVolumes(Call call, String name, List<String> paths) {
        Set<DeviceNumber> free = report(call).physicalVolumes().stream()
                .filter(pv -> pv.volumeGroup() == null && pv.device() != null)
                .map(pv -> pv.device())
                .collect(Collectors.toSet());
        for (String path : paths) {
            if (numberOf.apply(path).filter(free::contains).isEmpty()) {
                throw refused("adding " + path + " to volume group " + name, "it is no PV without a volume group");
            }
        }
    }

    private static NodeResourceException refused(String what, String why) {
        return new NodeResourceException(
                LvmErrorCode.COMMAND_FAILED, what + " was not begun: " + why + "; make a new plan");
    }

    private void change(String what, Call call, Consumer<AppLibrary.Session> change) {
        String settings = settings(call);
        Boolean unused = owner.carryOut("liblvm2app " + what, call.deadline(), patience, () -> {
            try (AppLibrary.Session session = library.open(settings)) {
                change.accept(session);
                return Boolean.TRUE;
            }
        });
    }

    private String settings(Call call) {
        return PROCESS_SETTINGS + " " + program.deviceSettings(call);
    }
}
