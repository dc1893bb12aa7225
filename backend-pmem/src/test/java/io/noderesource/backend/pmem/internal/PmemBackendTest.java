package io.noderesource.backend.pmem.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.backend.pmem.internal.device.PmemLock;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.inventory.Inventory;
import io.noderesource.inventory.Lvm;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.Section;
import io.noderesource.kinds.EnableNamespace;
import io.noderesource.kinds.RegionTarget;
import io.noderesource.plan.Scope;
import io.noderesource.spi.Node;
import io.noderesource.spi.Observation;
import io.noderesource.spi.StepContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PmemBackendTest {

    private static final Inventory NOTHING = Inventory.of("edge-1", Instant.EPOCH, List.of());

    @TempDir
    Path root;

    private Path devices() throws IOException {
        return Files.createDirectories(root.resolve("sys/bus/nd/devices"));
    }

    private PmemBackend backend(Callable<Pmem> look) {
        return backend(look, root);
    }

    private static PmemBackend backend(Callable<Pmem> look, Path root) {
        return new PmemBackend(
                look,
                () -> {
                    throw new UnsatisfiedLinkError("libndctl.so.6: cannot open shared object file");
                },
                new NvdimmBus(root),
                new PmemLock(new OneAtATime()));
    }

    private static Section<?> observe(PmemBackend backend) {
        List<Section<?>> sections = backend.observe(new Observation(Scope.NODE, NOTHING, Duration.ofSeconds(5)));
        assertThat(sections).hasSize(1);
        return sections.get(0);
    }

    @Test
    void whatTheLibraryShowsIsComplete() {
        Section<?> seen = observe(backend(() -> Pmem.NONE));
        assertThat(seen.state()).isEqualTo(Section.State.COMPLETE);
        assertThat(seen.facts()).isEqualTo(Pmem.NONE);
    }

    /** An error in listing is never an empty list: somebody would make there what is there already. */
    @Test
    void anErrorOfTheLibraryIsNoEmptyList() {
        Section<?> seen = observe(backend(() -> {
            throw new IOException("ndctl_new returned -12");
        }));
        assertThat(seen.state()).isEqualTo(Section.State.UNAVAILABLE);
        assertThat(seen.facts()).isNull();
        assertThat(seen.reason()).contains("ndctl_new returned -12");
    }

    @Test
    void aLibraryThatHangsIsWaitedForOnceAndNoMore() {
        CountDownLatch never = new CountDownLatch(1);
        PmemBackend backend = backend(() -> {
            never.await();
            return Pmem.NONE;
        });
        // Long enough for a thread to begin on a busy machine.
        Observation soon = new Observation(Scope.NODE, NOTHING, Duration.ofSeconds(3));
        assertThat(backend.observe(soon).get(0).reason()).contains("did not answer in time");
        assertThat(backend.observe(soon).get(0).reason()).contains("still hangs");
        never.countDown();
    }

    @Test
    void nothingIsDoneForAScopeWithoutPersistentMemory() {
        PmemBackend backend = backend(() -> {
            throw new IOException("asked");
        });
        Scope other = Scope.of(Set.of(), Set.of(Lvm.SECTION));
        assertThat(backend.observe(new Observation(other, NOTHING, Duration.ofSeconds(5))))
                .isEmpty();
    }

    @Test
    void theStampChangesWithWhatAPlanCouldDependOn() throws IOException {
        Inventory seen = Inventory.of("edge-1", Instant.EPOCH, List.of(Section.complete(Pmem.SECTION, Pmem.NONE)));
        PmemBackend backend = backend(() -> Pmem.NONE);
        Path namespace = Files.createDirectories(devices().resolve("namespace0.0"));
        Files.writeString(namespace.resolve("size"), "0\n");
        var before = backend.stamp(seen);
        assertThat(before).isPresent();
        assertThat(backend.stamp(seen)).isEqualTo(before);

        Files.writeString(namespace.resolve("size"), "67108864\n");
        var grown = backend.stamp(seen);
        assertThat(grown).isPresent().isNotEqualTo(before);

        Files.createDirectories(devices().resolve("namespace0.1"));
        assertThat(backend.stamp(seen)).isPresent().isNotEqualTo(grown);
    }

    @Test
    void aNodeWithoutTheBusHasAStampToo() {
        Inventory seen = Inventory.of("edge-1", Instant.EPOCH, List.of(Section.complete(Pmem.SECTION, Pmem.NONE)));
        PmemBackend backend = backend(() -> Pmem.NONE, root.resolve("absent"));
        assertThat(backend.stamp(seen)).isPresent().isEqualTo(backend.stamp(seen));
    }

    @Test
    void whatWasNotSeenHasNoStamp() {
        assertThat(backend(() -> Pmem.NONE).stamp(NOTHING)).isEmpty();
    }

    /** The kernel's driver alone, which is there on many nodes, makes nothing to look at. */
    @Test
    void aBusWithoutDevicesHasNoPersistentMemory() throws IOException {
        NvdimmBus bus = new NvdimmBus(root);
        assertThat(bus.hasDevices()).isFalse();
        Path devices = devices();
        assertThat(bus.hasDevices()).isFalse();
        Files.createDirectory(devices.resolve("ndbus0"));
        assertThat(bus.hasDevices()).isTrue();
    }

    /** Blocks of memory that go offline change nothing on the bus. */
    @Test
    void theStampChangesWithTheSystemsMemory() throws IOException {
        Inventory seen = Inventory.of("edge-1", Instant.EPOCH, List.of(Section.complete(Pmem.SECTION, Pmem.NONE)));
        devices();
        Path dax = Files.createDirectories(root.resolve("sys/bus/dax/devices/dax0.0"));
        Path driver = Files.createDirectories(root.resolve("drivers/device_dax"));
        Path other = Files.createDirectories(root.resolve("drivers/kmem"));
        Path meminfo = Files.createDirectories(root.resolve("proc")).resolve("meminfo");
        Files.writeString(meminfo, "MemTotal:  1000 kB\nMemFree:  500 kB\n");
        PmemBackend backend = backend(() -> Pmem.NONE);
        Files.createSymbolicLink(dax.resolve("driver"), driver);
        var devdax = backend.stamp(seen);
        assertThat(devdax).isPresent();

        Files.delete(dax.resolve("driver"));
        Files.createSymbolicLink(dax.resolve("driver"), other);
        var memory = backend.stamp(seen);
        assertThat(memory).isPresent().isNotEqualTo(devdax);

        Files.writeString(meminfo, "MemTotal:  1000 kB\nMemFree:  400 kB\n");
        assertThat(backend.stamp(seen)).isEqualTo(memory);
        Files.writeString(meminfo, "MemTotal:  900 kB\nMemFree:  400 kB\n");
        assertThat(backend.stamp(seen)).isPresent().isNotEqualTo(memory);
    }

    private static final EnableNamespace STEP = new EnableNamespace(
            new ResourceAddress("memory", "region0"),
            new RegionTarget("region0", List.of(), ByteSize.ofMebibytes(256)),
            "6d738daf-b779-4b36-8d07-e6188501e3fb",
            "nr-abcdefghi-12345678",
            "a test");
    private static final StepContext CONTEXT = new StepContext(NOTHING, Duration.ofSeconds(1), message -> {});

    /** As flock(2) does it, for two processes. */
    private static final class OneAtATime implements Function<Duration, Node.Lock> {
        private final Semaphore free = new Semaphore(1);

        @Override
        public Node.Lock apply(Duration limit) {
            if (!free.tryAcquire()) {
                throw new NodeResourceException(StandardErrorCode.NODE_LOCKED, "process 4711 holds it");
            }
            return free::release;
        }
    }

    /** The executor has let go of the node's lock then. */
    @Test
    void nothingIsBegunWhileACallThatNobodyWaitsForIsUnderWay() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch back = new CountDownLatch(1);
        OneAtATime lock = new OneAtATime();
        PmemBackend late = new PmemBackend(
                () -> Pmem.NONE,
                () -> {
                    begun.countDown();
                    back.await();
                    throw new IOException("it came back");
                },
                new NvdimmBus(root),
                new PmemLock(lock));
        PmemBackend other = new PmemBackend(
                () -> Pmem.NONE,
                () -> {
                    throw new IOException("it was begun");
                },
                new NvdimmBus(root),
                new PmemLock(lock));
        assertThat(other.isUnderWay(STEP)).isFalse();
        Thread call = new Thread(
                () -> assertThatThrownBy(() -> late.perform(STEP, CONTEXT)).hasMessageContaining("it came back"));
        call.start();
        begun.await();

        for (PmemBackend backend : List.of(late, other)) {
            assertThat(backend.isUnderWay(STEP)).isTrue();
            assertThatThrownBy(() -> backend.perform(STEP, CONTEXT))
                    .isInstanceOfSatisfying(
                            NodeResourceException.class,
                            e -> assertThat(e.code()).isEqualTo(StandardErrorCode.DEADLINE))
                    .hasMessageContaining("process 4711");
        }

        back.countDown();
        call.join();
        assertThat(other.isUnderWay(STEP)).isFalse();
        assertThatThrownBy(() -> other.perform(STEP, CONTEXT)).hasMessageContaining("it was begun");
    }

    @Test
    void aStepWithoutTheLibraryIsToldWhy() {
        assertThatThrownBy(() -> backend(() -> Pmem.NONE).perform(STEP, CONTEXT))
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(StandardErrorCode.NO_BACKEND))
                .hasMessageContaining("libndctl.so.6");
    }
}
