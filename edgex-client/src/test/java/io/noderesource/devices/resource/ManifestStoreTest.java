package io.noderesource.devices.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.edgex.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract holds for what is created in the store; declared resources are tested here. */
class ManifestStoreTest extends ResourceStoreContract {

    @TempDir
    Path directory;

    private ManifestStore store;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(directory.resolve("manifests"));
        store = ManifestStore.open(directory.resolve("manifests"), directory.resolve("state"), CLOCK);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    ResourceStore store() {
        return store;
    }

    @Override
    ResourceStore reopened() {
        store.close();
        store = ManifestStore.open(directory.resolve("manifests"), directory.resolve("state"), CLOCK);
        return store;
    }

    private void declare(String file, String description) throws IOException {
        Files.writeString(
                directory.resolve("manifests").resolve(file + ".yaml"),
                "{apiVersion: iot.openyurt.io/v1alpha1, kind: Device, metadata: {name: " + file
                        + ", namespace: plant},\n"
                        + " spec: {serviceName: s, profileName: p, notify: true, description: " + description + "}}");
        store.refresh();
    }

    private void undeclare(String file) throws IOException {
        Files.delete(directory.resolve("manifests").resolve(file + ".yaml"));
        store.refresh();
    }

    private IotResource only() {
        assertThat(store.list()).hasSize(1);
        return store.list().get(0);
    }

    private static void refused(DevicesErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void whatIsDeclaredIsThereAndItsStateIsKeptApart() throws IOException {
        declare("a", "one");
        IotResource first = only();
        assertThat(first.generation()).hasValue(1L);
        assertThat(first.spec().text("description")).hasValue("one");
        IotResource second = store.update(first.withFinalizer());
        IotResource third = store.updateStatus(status(second, "id"));
        assertThat(store.refresh().isGood()).isTrue();
        assertThat(only()).isEqualTo(third);
        reopened();
        assertThat(only()).isEqualTo(third);
        assertThat(Files.readString(directory.resolve("manifests/a.yaml"))).doesNotContain("finalizer");
    }

    @Test
    void aChangedFileIsAnotherGeneration() throws IOException {
        declare("a", "one");
        IotResource seen = store.updateStatus(status(only(), "id"));
        declare("a", "two");
        assertThat(only().generation()).hasValue(2L);
        assertThat(only().edgeId()).hasValue("id");
        assertThat(only().spec().text("description")).hasValue("two");
        refused(DevicesErrorCode.CONFLICT, () -> store.updateStatus(seen));
        refused(DevicesErrorCode.CONFLICT, () -> store.update(seen));
    }

    @Test
    void filesAreOnlyRead() throws IOException {
        declare("a", "one");
        IotResource seen = only();
        refused(DevicesErrorCode.READ_ONLY, () -> store.update(seen.withSpec(Json.object())));
        refused(DevicesErrorCode.READ_ONLY, () -> store.update(seen.withLabel("a", "b")));
        refused(DevicesErrorCode.READ_ONLY, () -> store.delete(seen.address()));
        refused(DevicesErrorCode.EXISTS, () -> store.create(device("a")));
        assertThat(only()).isEqualTo(seen);
    }

    @Test
    void aFileThatIsGoneDeletesNothing() throws IOException {
        declare("a", "one");
        IotResource seen = store.updateStatus(status(store.update(only().withFinalizer()), "id"));
        undeclare("a");
        assertThat(store.list()).isEmpty();
        assertThat(store.undeclared()).containsExactly(seen);
        reopened();
        assertThat(store.list()).isEmpty();
        assertThat(store.undeclared()).containsExactly(seen);
        declare("a", "one");
        assertThat(only()).isEqualTo(seen);
        assertThat(store.undeclared()).isEmpty();
    }

    @Test
    void deletionIsExplicitAndListedUntilItIsDone() throws IOException {
        declare("a", "one");
        IotResource seen = store.update(only().withFinalizer());
        undeclare("a");
        store.delete(seen.address());
        assertThat(only().isDeleting()).isTrue();
        reopened();
        IotResource deleting = only();
        assertThat(deleting.isDeleting()).isTrue();
        assertThat(deleting.spec()).isEqualTo(seen.spec());
        store.update(store.updateStatus(status(deleting, "id")).withoutFinalizer());
        assertThat(store.list()).isEmpty();
        assertThat(store.undeclared()).isEmpty();
        refused(DevicesErrorCode.NOT_FOUND, () -> store.delete(seen.address()));
    }

    @Test
    void aFileThatComesBackDuringADeletionWaitsForItsEnd() throws IOException {
        declare("a", "one");
        IotResource seen = store.update(only().withFinalizer());
        undeclare("a");
        store.delete(seen.address());
        declare("a", "two");
        IotResource deleting = only();
        assertThat(deleting.isDeleting()).isTrue();
        store.update(deleting.withoutFinalizer());
        assertThat(store.list()).isEmpty();
        store.refresh();
        assertThat(only().isDeleting()).isFalse();
        assertThat(only().spec().text("description")).hasValue("two");
    }

    @Test
    void aBadFileLeavesTheLastGoodOnesInForce() throws IOException {
        declare("a", "one");
        declare("b", "one");
        Path bad = Files.writeString(directory.resolve("manifests/bad.yaml"), "{");
        Files.delete(directory.resolve("manifests/b.yaml"));
        declare("a", "two");
        assertThat(store.lastRead().isGood()).isFalse();
        assertThat(store.list())
                .extracting(r -> r.name() + r.spec().text("description").orElse(""))
                .containsExactly("aone", "bone");
        reopened();
        assertThat(store.lastRead().isGood()).isFalse();
        assertThat(store.list())
                .extracting(r -> r.name() + r.spec().text("description").orElse(""))
                .containsExactly("aone", "bone");
        Files.delete(bad);
        store.refresh();
        assertThat(only().spec().text("description")).hasValue("two");
    }

    @Test
    void aMirrorThatIsDeclaredIsTheFilesFromThenOn() throws IOException {
        IotResource mirror = store.create(device("a").withFinalizer().withAnnotation(IotResource.MIRROR, "true"));
        store.updateStatus(status(mirror, "id"));
        declare("a", "one");
        IotResource declared = only();
        assertThat(declared.edgeId()).hasValue("id");
        assertThat(declared.hasFinalizer()).isTrue();
        assertThat(declared.isMirror()).isFalse();
        assertThat(declared.generation()).hasValue(2L);
        reopened();
        assertThat(only()).isEqualTo(declared);
        assertThat(directory.resolve("state/created/device/plant/a.json")).doesNotExist();
    }

    @Test
    void aMirrorCanTakeTheNameOfWhatIsNoLongerDeclared() throws IOException {
        declare("a", "one");
        store.updateStatus(status(only(), "id"));
        undeclare("a");
        store.create(device("a"));
        assertThat(only().edgeId()).isEmpty();
        assertThat(store.undeclared()).isEmpty();
        store.delete(only().address());
        assertThat(store.list()).isEmpty();
    }

    @Test
    void anotherGroupInTheFileTakesItsFinalizerAlong() throws IOException {
        declare("a", "one");
        store.update(only().withFinalizer());
        Path file = directory.resolve("manifests/a.yaml");
        Files.writeString(file, Files.readString(file).replace("iot.openyurt.io", "device.openyurt.io"));
        store.refresh();
        assertThat(only().finalizers()).containsExactly("v1alpha1.device.finalizer");
        assertThat(only().generation()).hasValue(1L);
    }

    @Test
    void aLostListDeletesNothing() throws IOException {
        declare("a", "one");
        IotResource seen = only();
        store.close();
        Files.writeString(directory.resolve("state/declared.json"), "[\"x\", {");
        Files.writeString(directory.resolve("manifests/bad.yaml"), "{");
        open();
        assertThat(store.list()).isEmpty();
        assertThat(store.undeclared()).containsExactly(seen);
        Files.delete(directory.resolve("manifests/bad.yaml"));
        store.refresh();
        assertThat(only()).isEqualTo(seen);
    }

    @Test
    void aRefreshThatIsCutOffAnywhereIsMadeUpFor() throws IOException {
        boolean reached = true;
        for (int step = 1; reached; step++) {
            store.close();
            Path run = Files.createDirectories(directory.resolve("run" + step));
            Path manifests = Files.createDirectory(run.resolve("manifests"));
            Path state = run.resolve("state");
            String device =
                    "{apiVersion: iot.openyurt.io/v1alpha1, kind: Device, metadata: {name: %s, namespace: plant},"
                            + " spec: {serviceName: s, profileName: p, notify: true, description: %s}}";
            Path gone = Files.writeString(manifests.resolve("gone.yaml"), String.format(device, "gone", "one"));
            Files.writeString(manifests.resolve("kept.yaml"), String.format(device, "kept", "one"));
            try (ManifestStore before = ManifestStore.open(manifests, state, CLOCK)) {
                for (IotResource resource : before.list()) {
                    before.updateStatus(status(before.update(resource.withFinalizer()), resource.name()));
                }
                before.updateStatus(status(before.create(device("mirror").withFinalizer()), "mirror"));
            }
            Files.delete(gone);
            Files.writeString(manifests.resolve("kept.yaml"), String.format(device, "kept", "two"));
            Files.writeString(manifests.resolve("mirror.yaml"), String.format(device, "mirror", "two"));
            Files.writeString(manifests.resolve("new.yaml"), String.format(device, "new", "two"));
            CutDisk disk = new CutDisk(step, false);
            try (ManifestStore cut = ManifestStore.open(manifests, state, CLOCK, disk)) {
                assertThat(cut.lastRead().isGood()).isTrue();
            } catch (CutDisk.Killed e) {
                assertThat(disk.reached()).isTrue();
            }
            store = ManifestStore.open(manifests, state, CLOCK);
            assertThat(store.problems()).isEmpty();
            assertThat(store.list())
                    .as("step %s", step)
                    .extracting(r -> r.name() + " " + r.edgeId().orElse("-") + " "
                            + r.generation().orElseThrow() + " "
                            + r.spec().text("description").orElse("") + r.hasFinalizer())
                    .containsExactly("kept kept 2 twotrue", "mirror mirror 2 twotrue", "new - 1 twofalse");
            assertThat(store.undeclared()).extracting(IotResource::name).containsExactly("gone");
            reached = disk.reached();
        }
    }

    @Test
    void aLookFindsWhatAnOpeningWouldAndLeavesTheStateAsItIs() throws IOException {
        declare("a", "one");
        declare("b", "two");
        IotResource kept = store.updateStatus(status(store.update(only("a").withFinalizer()), "id"));
        Files.writeString(
                directory.resolve("manifests/c.yaml"),
                "{apiVersion: iot.openyurt.io/v1alpha1, kind: Device, metadata: {name: c, namespace: plant},\n"
                        + " spec: {serviceName: s, profileName: p, notify: true}}");
        Files.delete(directory.resolve("manifests/b.yaml"));
        Map<String, String> before = files();
        try (ManifestStore looking = look(directory.resolve("state"))) {
            assertThat(looking.list()).extracting(IotResource::name).containsExactly("a", "c");
            assertThat(looking.find(kept.address())).hasValue(kept);
            assertThat(looking.undeclared()).extracting(IotResource::name).containsExactly("b");
            looking.delete(new ResourceAddress("device", "plant/b"));
            assertThat(looking.undeclared()).isEmpty();
            looking.updateStatus(status(kept, "other"));
            looking.create(IotResource.of(IotKind.DEVICE, "plant", "mirror"));
        }
        assertThat(files()).isEqualTo(before);
        assertThat(store.find(kept.address())).hasValue(kept);
    }

    @Test
    void aLookMakesNoStateDirectory() throws IOException {
        declare("a", "one");
        try (ManifestStore looking = look(directory.resolve("none"))) {
            assertThat(looking.list()).extracting(IotResource::name).containsExactly("a");
        }
        assertThat(directory.resolve("none")).doesNotExist();
    }

    @Test
    void whetherManifestsHaveChangedIsToldWithoutReadingThem() throws IOException {
        declare("a", "one");
        assertThat(store.isOutdated()).isFalse();
        Path file = directory.resolve("manifests/a.yaml");
        Files.writeString(file, Files.readString(file).replace("one", "three"));
        assertThat(store.isOutdated()).as("it may still be written").isFalse();
        assertThat(store.isOutdated()).isTrue();
        store.refresh();
        assertThat(store.isOutdated()).isFalse();
        Files.delete(file);
        assertThat(store.isOutdated()).isFalse();
        assertThat(store.isOutdated()).isTrue();
    }

    @Test
    void whatCannotBeDeletedIsToldBeforehand() throws IOException {
        declare("a", "one");
        ResourceAddress address = only().address();
        refused(DevicesErrorCode.READ_ONLY, () -> store.requireDeletable(address));
        refused(DevicesErrorCode.NOT_FOUND, () -> store.requireDeletable(new ResourceAddress("device", "plant/none")));
        undeclare("a");
        store.requireDeletable(address);
        store.delete(address);
    }

    private ManifestStore look(Path state) {
        return ManifestStore.look(directory.resolve("manifests"), state, CLOCK);
    }

    private IotResource only(String name) {
        return store.list().stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.put(file.toString(), Files.readString(file));
            }
        }
        return all;
    }
}
