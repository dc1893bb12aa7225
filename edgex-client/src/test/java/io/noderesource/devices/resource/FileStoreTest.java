package io.noderesource.devices.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.NodeResourceException;
import io.noderesource.devices.error.DevicesErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends ResourceStoreContract {

    @TempDir
    Path directory;

    private FileStore store;

    @BeforeEach
    void open() {
        store = FileStore.open(directory.resolve("state"), CLOCK);
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
        open();
        return store;
    }

    @Test
    void aResourceIsAFile() throws IOException {
        IotResource kept = store.create(device("pump-1"));
        Path file = directory.resolve("state/device/plant/pump-1.json");
        assertThat(Files.readString(file)).isEqualTo(kept.json().write() + "\n");
        store.delete(kept.address());
        assertThat(file).doesNotExist();
    }

    @Test
    void onlyOneHasTheDirectory() {
        assertThatThrownBy(() -> FileStore.open(directory.resolve("state/../state")))
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(DevicesErrorCode.STORE))
                .hasMessageContaining("another store");
        store.close();
        store.close();
        assertThatThrownBy(() -> store.list()).hasMessageContaining("closed");
        assertThatThrownBy(() -> store.create(device("a"))).hasMessageContaining("closed");
        FileStore.open(directory.resolve("state")).close();
    }

    @Test
    void anotherProcessIsKeptOutAlsoAfterAVainTry() throws Exception {
        assertThatThrownBy(() -> FileStore.open(directory.resolve("state"))).isInstanceOf(NodeResourceException.class);
        assertThat(childOpens()).isFalse();
        store.close();
        assertThat(childOpens()).isTrue();
    }

    private boolean childOpens() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path")
                                + System.getProperty("path.separator")
                                + System.getProperty("jdk.module.path", ""),
                        OpensStore.class.getName(),
                        directory.resolve("state").toString())
                .inheritIO()
                .start();
        int end = child.waitFor();
        assertThat(end).isIn(0, 3);
        return end == 0;
    }

    @Test
    void garbageIsToldOfAndKeptAndKeepsNothingAway() throws IOException {
        IotResource good = store.create(device("good"));
        Path plant = directory.resolve("state/device/plant");
        Files.writeString(plant.resolve("empty.json"), "");
        Files.writeString(plant.resolve("half.json"), good.json().write().substring(0, 40));
        Files.writeString(plant.resolve("list.json"), "[]");
        Files.writeString(plant.resolve("pod.json"), "{\"kind\":\"Pod\"}");
        Files.writeString(plant.resolve("other.json"), good.json().write());
        Files.writeString(plant.resolve("readme.txt"), "x");
        Files.writeString(plant.resolve("left.json.new"), "x");
        Files.createDirectory(plant.resolve("directory.json"));
        Files.createSymbolicLink(plant.resolve("link.json"), plant.resolve("good.json"));
        Files.writeString(plant.resolve("deep.json"), "[".repeat(5000));
        Files.write(plant.resolve("bytes.json"), new byte[] {(byte) 0xFF, 0});

        assertThat(reopened().list()).containsExactly(good);
        assertThat(store.problems())
                .hasSize(10)
                .allSatisfy(p -> assertThat(p.code()).isEqualTo(DevicesErrorCode.STORE));
        assertThat(plant.resolve("left.json.new")).doesNotExist();

        assertThatThrownBy(() -> store.create(device("half")))
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(DevicesErrorCode.STORE));
        assertThat(plant.resolve("half.json")).isNotEmptyFile();
        Files.delete(plant.resolve("half.json"));
        store.create(device("half"));
        assertThat(store.problems()).hasSize(9);
        assertThat(reopened().list()).hasSize(2);
    }

    @Test
    void whatCannotBeWrittenIsSaid() throws IOException {
        Files.writeString(directory.resolve("state/device"), "a file where a directory belongs");
        assertThatThrownBy(() -> store.create(device("a")))
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(DevicesErrorCode.STORE));
        assertThat(store.list()).isEmpty();
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> FileStore.open(file))
                .isInstanceOfSatisfying(
                        NodeResourceException.class, e -> assertThat(e.code()).isEqualTo(DevicesErrorCode.STORE));
    }

    @Test
    void noVersionComesAgainInAnotherProcess() {
        IotResource first = store.create(device("a"));
        store.delete(first.address());
        IotResource second = reopened().create(device("a"));
        assertThat(second.resourceVersion()).isNotEqualTo(first.resourceVersion());
    }
}
