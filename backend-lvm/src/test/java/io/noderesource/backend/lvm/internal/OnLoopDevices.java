package io.noderesource.backend.lvm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.Section;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Made;
import io.noderesource.plan.Scope;
import io.noderesource.plan.Step;
import io.noderesource.spi.Backend;
import io.noderesource.spi.BackendContext;
import io.noderesource.spi.BackendProvider;
import io.noderesource.spi.Observation;
import io.noderesource.spi.StepContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The backend on real devices, with LVM's own program as the witness. */
abstract class OnLoopDevices {

    static final Duration LIMIT = Duration.ofMinutes(2);
    static final BackendContext CONTEXT = new BackendContext("n", Path.of("/nonexistent"), LIMIT);
    static final ResourceAddress ADDRESS = new ResourceAddress("volumegroup", "nr-test");
    static final String MARK = "noderesource.io/owner=n";
    private static final Path SETTINGS = Path.of("/etc/lvm/lvm.conf");

    final LoopDevices loops;
    Backend backend;
    private String settings = "";

    OnLoopDevices() throws IOException {
        this(new LvmBackendProvider());
    }

    OnLoopDevices(BackendProvider provider) throws IOException {
        loops = new LoopDevices();
        backend = provider.open(CONTEXT);
    }

    @BeforeAll
    static void loadDrivers() {
        LoopDevices.run("modprobe", "-a", "loop", "dm-mod").succeed();
    }

    @BeforeEach
    void keepSettings() throws IOException {
        settings = Files.readString(SETTINGS);
    }

    @AfterEach
    void close() throws IOException {
        backend.close();
        Files.writeString(SETTINGS, settings);
        loops.close();
    }

    /** Adds to the node's {@code lvm.conf}; LVM merges sections that are there twice. */
    final void setting(String text) throws IOException {
        Files.writeString(SETTINGS, settings + "\n" + text + "\n");
    }

    final void perform(Step step, Inventory now) {
        backend.perform(step, new StepContext(now, LIMIT, said -> {}));
    }

    final ErrorCode refusal(Step step, Inventory now) {
        return Assertions.catchThrowableOfType(NodeResourceException.class, () -> perform(step, now))
                .code();
    }

    /** Makes PVs of all devices of an inventory. */
    final List<Made> makePhysicalVolumes(Inventory now) {
        List<Made> made = new ArrayList<>();
        for (BlockDevice device : devices(now)) {
            Made pv = made(device);
            perform(new CreatePhysicalVolume(ADDRESS, pv.device(), pv.id(), "declared"), now);
            made.add(pv);
        }
        return made;
    }

    static Made made(BlockDevice device) {
        String uuid = "Tst000-0000-0000-0000-0000-0000-"
                + String.format(Locale.ROOT, "%06d", device.number().minor());
        return new Made(DeviceTarget.of(device), uuid);
    }

    @SuppressWarnings("unchecked") // the backend has just this section
    final Section<Lvm> observe(Inventory now) {
        return (Section<Lvm>)
                backend.observe(new Observation(Scope.NODE, now, LIMIT)).get(0);
    }

    final Lvm lvm(Inventory now) {
        Section<Lvm> section = observe(now);
        assertThat(section.state()).as("%s", section.reason()).isEqualTo(Section.State.COMPLETE);
        return Objects.requireNonNull(section.facts());
    }

    static PhysicalVolume pv(Lvm lvm, String path) {
        return lvm.physicalVolumes().stream()
                .filter(p -> path.equals(p.path()))
                .findFirst()
                .orElseThrow();
    }

    static BlockDevice device(Inventory now, String path) {
        return devices(now).stream()
                .filter(d -> d.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    static List<BlockDevice> devices(Inventory now) {
        return now.seen(BlockDevices.SECTION).orElseThrow().devices();
    }

    /** What the block layer would show of devices, each looked at as {@code look} says. */
    static Inventory inventory(BlockDevice... devices) {
        BlockDevices facts = new BlockDevices("boot", List.of(devices), List.of());
        return Inventory.of("n", Instant.EPOCH, List.of(Section.complete(BlockDevices.SECTION, facts)));
    }

    static Inventory inventory(List<String> paths) {
        return inventory(paths.stream().map(OnLoopDevices::blockDevice).toArray(BlockDevice[]::new));
    }

    static BlockDevice blockDevice(String path) {
        try {
            String name = String.valueOf(Path.of(path).toRealPath().getFileName());
            Path sys = Path.of("/sys/class/block", name);
            DeviceNumber number = DeviceNumber.parse(
                            Files.readString(sys.resolve("dev")).strip())
                    .orElseThrow();
            long sectors = Long.parseLong(Files.readString(sys.resolve("size")).strip());
            return BlockDevice.builder(name, number, ByteSize.ofSectors(sectors))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What LVM's own program shows, a line for each object. */
    static List<String> witness(String command, String fields) {
        return LoopDevices.run("lvm", command, "--noheadings", "--separator", ":", "-o", fields)
                .succeed()
                .out()
                .lines()
                .map(String::strip)
                .toList();
    }
}
