package io.noderesource.backend.lvm.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.backend.lvm.LvmErrorCode;
import io.noderesource.backend.lvm.internal.engine.Call;
import io.noderesource.backend.lvm.internal.engine.LvmEngine;
import io.noderesource.backend.lvm.internal.engine.LvmReport;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.BlockDevice;
import io.noderesource.inventory.BlockDevices;
import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.inventory.DeviceNumber;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.PhysicalVolume;
import io.noderesource.inventory.Probe;
import io.noderesource.inventory.Section;
import io.noderesource.inventory.VolumeGroup;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.CreateVolumeGroup;
import io.noderesource.kinds.ExtendVolumeGroup;
import io.noderesource.kinds.GrowPhysicalVolume;
import io.noderesource.kinds.MarkVolumeGroup;
import io.noderesource.kinds.UnmarkVolumeGroup;
import io.noderesource.linux.DeviceCaches;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Made;
import io.noderesource.plan.Scope;
import io.noderesource.plan.Step;
import io.noderesource.spi.Observation;
import io.noderesource.spi.StepContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LvmBackendTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ResourceAddress ADDRESS = new ResourceAddress("volumegroup", "vg");
    private static final BlockDevice DISK = BlockDevice.builder(
                    "vdb", new DeviceNumber(254, 16), ByteSize.ofGibibytes(1))
            .identity(new DeviceIdentity(DeviceIdentity.Kind.SERIAL, "A"))
            .build();
    private static final DeviceTarget TARGET = DeviceTarget.of(DISK);
    private static final Made MADE = new Made(TARGET, "u");

    private final FakeEngine engine = new FakeEngine();
    private final List<String> flushed = new ArrayList<>();
    private final LvmBackend backend = new LvmBackend(engine, flushed::addAll);

    @Test
    void isFoundByTheServiceLoaderOnClassPathAndModulePath() throws IOException {
        String name = "io.noderesource.backend.lvm.internal.LvmBackendProvider";
        assertThat(new LvmBackendProvider().id()).isEqualTo("lvm");
        assertThat(LvmBackendProvider.class.getName()).isEqualTo(name);
        try (InputStream in = LvmBackendProvider.class.getResourceAsStream(
                "/META-INF/services/io.noderesource.spi.BackendProvider")) {
            assertThat(Objects.requireNonNull(in)).hasContent(name);
        }
        assertThat(LvmBackendProvider.class.getModule().getDescriptor().provides())
                .anySatisfy(provides -> assertThat(provides.providers()).containsExactly(name));
    }

    @Test
    void looksOnlyWhenAsked() {
        Scope others = Scope.of(Set.of(), Set.of(BlockDevices.SECTION));
        assertThat(backend.observe(new Observation(others, seen(DISK), LIMIT))).isEmpty();
        assertThat(engine.did).isEmpty();
    }

    @Test
    void showsAllThereIs() {
        engine.report = new LvmReport(List.of(pv("u", DISK.number())), List.of(), List.of(), null);
        Section<?> section = observe(seen(DISK));
        assertThat(section)
                .isEqualTo(Section.complete(
                        Lvm.SECTION, new Lvm("fake 1", List.of(pv("u", DISK.number())), List.of(), List.of())));
    }

    @Test
    void doesNotLetLvmNearDevicesThatNobodyLookedAt() {
        Section<?> section = observe(Inventory.of("n", Instant.EPOCH, List.of()));
        assertThat(section.state()).isEqualTo(Section.State.UNAVAILABLE);
        assertThat(engine.did).isEmpty();
    }

    @Test
    void keepsHungDevicesFromLvmAndSaysSo() {
        BlockDevice hung = DISK.toBuilder()
                .probe(Probe.unknown(Probe.State.TIMED_OUT, "5 s"))
                .build();
        Section<?> section = observe(seen(hung));
        assertThat(section.state()).isEqualTo(Section.State.PARTIAL);
        assertThat(section.reason()).isEqualTo("left out of LVM's view: vdb (did not answer)");
        assertThat(engine.lastCall().excluded())
                .singleElement()
                .satisfies(e -> assertThat(e.number()).isEqualTo(DISK.number()));
        perform(new UnmarkVolumeGroup(ADDRESS, "g", "m", "r"), seen(DISK));
        assertThat(engine.lastCall().excluded())
                .as("still out when a scoped look skips it")
                .hasSize(1);
    }

    @Test
    void saysWhatLvmCouldNotShow() {
        engine.report = new LvmReport(List.of(), List.of(), List.of(), "a shared group");
        Section<?> section = observe(seen(DISK));
        assertThat(section.state()).isEqualTo(Section.State.PARTIAL);
        assertThat(section.reason()).isEqualTo("a shared group");
    }

    @Test
    void isUnavailableNeverEmptyWhenLvmFails() {
        engine.failure = new NodeResourceException(LvmErrorCode.STUCK, "does not return");
        Section<?> section = observe(seen(DISK));
        assertThat(section.state()).isEqualTo(Section.State.UNAVAILABLE);
        assertThat(section.reason()).isEqualTo("does not return [lvm/stuck]");
    }

    @Test
    void performsEachStepOnTheDeviceWhereItIsNow() {
        Inventory now = seen(DISK.toBuilder().name("vdq").build());
        perform(new CreatePhysicalVolume(ADDRESS, TARGET, "u", "r"), now);
        perform(new CreateVolumeGroup(ADDRESS, List.of(MADE), "m", "r"), now);
        perform(new ExtendVolumeGroup(ADDRESS, "g", List.of(), List.of(MADE), "m", "r"), now);
        perform(
                new GrowPhysicalVolume(ADDRESS, "g", "m", TARGET, "u", ByteSize.ZERO, ByteSize.ofGibibytes(1), "r"),
                now);
        perform(new MarkVolumeGroup(ADDRESS, "g", List.of(), null, "m", "r"), now);
        perform(new MarkVolumeGroup(ADDRESS, "g", List.of(), "old", "m", "r"), now);
        perform(new UnmarkVolumeGroup(ADDRESS, "g", "m", "r"), now);
        assertThat(engine.did)
                .containsExactly(
                        "pvcreate /dev/vdq u",
                        "vgcreate vg [/dev/vdq] [m]",
                        "vgextend vg [/dev/vdq]",
                        "pvresize /dev/vdq",
                        "vgchange vg +[m] -[]",
                        "vgchange vg +[m] -[old]",
                        "vgchange vg +[] -[m]");
    }

    @Test
    void flushesTheDevicesOfTheStepAndAllOfTheVolumeGroup() {
        PhysicalVolume other = pv("v", new DeviceNumber(254, 32), "/dev/vdc", "g");
        VolumeGroup group = new VolumeGroup(
                "g",
                "vg",
                1,
                ByteSize.ofMebibytes(4),
                ByteSize.ofGibibytes(1),
                ByteSize.ofGibibytes(1),
                1,
                0,
                0,
                VolumeGroup.Access.WRITABLE,
                null,
                null,
                List.of("noderesource/o/n"));
        Inventory now = seen(DISK)
                .with(Section.complete(
                        Lvm.SECTION, new Lvm("e", List.of(pv("u", DISK.number()), other), List.of(group), List.of())));
        perform(new ExtendVolumeGroup(ADDRESS, "g", List.of(), List.of(MADE), "m", "r"), now);
        assertThat(flushed).containsExactly("/dev/vdb", "/dev/vdc");
        flushed.clear();
        perform(new UnmarkVolumeGroup(ADDRESS, "g", "noderesource/o/n", "r"), now);
        assertThat(flushed).containsExactly("/dev/vdc");
    }

    @Test
    void doesNotSayDoneOfADeviceThatCannotBeFlushed() {
        NodeResourceException e =
                catchThrowableOfType(NodeResourceException.class, () -> DeviceCaches.flush(List.of("/nonexistent")));
        assertThat(e.code()).isEqualTo(StandardErrorCode.IO);
    }

    @Test
    void flushesTheDevicesOfAStepThatIsFoundDone() {
        backend.flush(new CreatePhysicalVolume(ADDRESS, TARGET, "u", "r"), new StepContext(seen(DISK), LIMIT, s -> {}));
        assertThat(flushed).containsExactly("/dev/vdb");
        assertThat(engine.did).isEmpty();
    }

    @Test
    void onlyFlushesWhenItIsDone() {
        Inventory done = seen(DISK)
                .with(Section.complete(
                        Lvm.SECTION, new Lvm("e", List.of(pv("u", DISK.number())), List.of(), List.of())));
        perform(new CreatePhysicalVolume(ADDRESS, TARGET, "u", "r"), done);
        assertThat(engine.did).isEmpty();
        assertThat(flushed).containsExactly("/dev/vdb");
    }

    @Test
    void refusesADeviceThatIsNotThereOnce() {
        Step step = new CreatePhysicalVolume(ADDRESS, TARGET, "u", "r");
        BlockDevice twin =
                DISK.toBuilder().name("vdc").number(new DeviceNumber(254, 32)).build();
        for (Inventory now : List.of(seen(), seen(DISK, twin))) {
            NodeResourceException e = catchThrowableOfType(NodeResourceException.class, () -> perform(step, now));
            assertThat(e.code()).isEqualTo(StandardErrorCode.DEVICE_CHANGED);
        }
        assertThat(engine.did).isEmpty();
    }

    @Test
    void passesOnWhyAStepFailed() {
        engine.failure = new NodeResourceException(LvmErrorCode.COMMAND_FAILED, "no");
        assertThat(catchThrowableOfType(
                        NodeResourceException.class,
                        () -> perform(new CreatePhysicalVolume(ADDRESS, TARGET, "u", "r"), seen(DISK))))
                .isSameAs(engine.failure);
    }

    private Section<?> observe(Inventory soFar) {
        List<Section<?>> sections = backend.observe(new Observation(Scope.NODE, soFar, LIMIT));
        assertThat(sections).hasSize(1);
        return sections.get(0);
    }

    private void perform(Step step, Inventory now) {
        backend.perform(step, new StepContext(now, LIMIT, said -> {}));
    }

    private static Inventory seen(BlockDevice... devices) {
        return Inventory.of(
                "n",
                Instant.EPOCH,
                List.of(Section.complete(BlockDevices.SECTION, new BlockDevices("b", List.of(devices), List.of()))));
    }

    private static PhysicalVolume pv(String uuid, DeviceNumber device) {
        return pv(uuid, device, "/dev/vdb", null);
    }

    private static PhysicalVolume pv(String uuid, DeviceNumber device, String path, @Nullable String group) {
        ByteSize size = ByteSize.ofGibibytes(1);
        return new PhysicalVolume(
                uuid,
                device,
                path,
                group == null ? null : "vg",
                group,
                size,
                size,
                ByteSize.ofMebibytes(1),
                size,
                false,
                false,
                true,
                List.of());
    }

    private static final class FakeEngine implements LvmEngine {
        private final List<String> did = new ArrayList<>();
        private LvmReport report = new LvmReport(List.of(), List.of(), List.of(), null);
        private @Nullable Call call;
        private @Nullable NodeResourceException failure;

        Call lastCall() {
            return Objects.requireNonNull(call);
        }

        private void done(Call call, String what) {
            this.call = call;
            if (failure != null) {
                throw failure;
            }
            did.add(what);
        }

        @Override
        public String version(Call call) {
            done(call, "version");
            return "fake 1";
        }

        @Override
        public LvmReport report(Call call) {
            done(call, "report");
            return report;
        }

        @Override
        public void createPhysicalVolume(Call call, String path, String uuid, Runnable before) {
            done(call, "pvcreate " + path + " " + uuid);
        }

        @Override
        public void createVolumeGroup(Call call, String name, List<String> paths, List<String> tags) {
            done(call, "vgcreate " + name + " " + paths + " " + tags);
        }

        @Override
        public void extendVolumeGroup(Call call, String name, List<String> paths) {
            done(call, "vgextend " + name + " " + paths);
        }

        @Override
        public void growPhysicalVolume(Call call, String path) {
            done(call, "pvresize " + path);
        }

        @Override
        public void changeTags(Call call, String name, List<String> add, List<String> remove) {
            done(call, "vgchange " + name + " +" + add + " -" + remove);
        }
    }
}
