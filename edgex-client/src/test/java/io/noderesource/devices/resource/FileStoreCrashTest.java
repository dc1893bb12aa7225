package io.noderesource.devices.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.NodeResourceException;
import io.noderesource.edgex.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that is killed at each step of each request has the old or the new resource, and all others. */
class FileStoreCrashTest {

    @TempDir
    Path directory;

    private int runs;

    /** Ends the process, as far as a test can. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A disk that is cut off before, within or after one of its steps, or fails there. */
    private static final class CutDisk extends Disk {
        private final boolean fails;
        private int left;

        CutDisk(int left, boolean fails) {
            this.left = left;
            this.fails = fails;
        }

        boolean reached() {
            return left <= 0;
        }

        private void cut() throws IOException {
            if (--left == 0) {
                if (fails) {
                    throw new IOException("no space left on device");
                }
                throw new Killed();
            }
        }

        @Override
        void makeDirectory(Path made) throws IOException {
            cut();
            super.makeDirectory(made);
            cut();
        }

        @Override
        void write(Path file, byte[] content) throws IOException {
            cut();
            for (int length : new int[] {0, 1, content.length / 2, content.length - 1}) {
                Files.write(file, Arrays.copyOf(content, length));
                cut();
            }
            Files.write(file, content);
            cut();
        }

        @Override
        void move(Path from, Path to) throws IOException {
            cut();
            super.move(from, to);
            cut();
        }

        @Override
        void remove(Path file) throws IOException {
            cut();
            super.remove(file);
            cut();
        }

        @Override
        void sync(Path synced) throws IOException {
            cut();
            super.sync(synced);
            cut();
        }
    }

    @Test
    void eachResourceIsTheOldOrTheNewOne() {
        List<Consumer<ResourceStore>> requests = List.of(
                store -> store.create(ResourceStoreContract.device("new")),
                store -> store.create(IotResource.of(IotKind.PROFILE, "elsewhere", "new")),
                store -> store.update(one(store).withSpec(Json.object().with("serviceName", Json.of("t")))),
                store -> store.updateStatus(ResourceStoreContract.status(one(store), "id")),
                store -> store.delete(one(store).address()),
                store -> store.delete(ResourceStoreContract.device("kept").address()));
        for (Consumer<ResourceStore> request : requests) {
            for (boolean fails : new boolean[] {false, true}) {
                int step = 0;
                boolean reached = true;
                while (reached) {
                    reached = cutAt(++step, fails, request);
                }
                assertThat(step).isGreaterThan(3);
            }
        }
    }

    private static IotResource one(ResourceStore store) {
        return store.find(ResourceStoreContract.device("one").address()).orElseThrow();
    }

    private boolean cutAt(int step, boolean fails, Consumer<ResourceStore> request) {
        Path state = directory.resolve("run" + runs++);
        List<IotResource> before;
        try (FileStore store = FileStore.open(state, ResourceStoreContract.CLOCK)) {
            store.create(ResourceStoreContract.device("one"));
            store.create(ResourceStoreContract.device("kept").withFinalizer());
            store.create(ResourceStoreContract.device("other"));
            before = store.list();
        }
        List<IotResource> after;
        CutDisk disk = new CutDisk(step, fails);
        try (FileStore store = FileStore.open(state, ResourceStoreContract.CLOCK, disk)) {
            if (fails && willFail(step, request)) {
                assertThatThrownBy(() -> request.accept(store)).isInstanceOf(NodeResourceException.class);
            } else {
                try {
                    request.accept(store);
                } catch (Killed e) {
                    assertThat(disk.reached()).isTrue();
                }
            }
            after = store.list();
        }
        try (FileStore store = FileStore.open(state, ResourceStoreContract.CLOCK)) {
            assertThat(store.problems()).as("step %s", step).isEmpty();
            assertThat(store.list()).as("step %s", step).contains(find(before, "other"));
            if (fails) {
                assertThat(store.list())
                        .as("what the store said after step %s failed", step)
                        .isEqualTo(after);
            }
            List<String> changed = store.list().stream()
                    .filter(r -> !before.contains(r))
                    .map(IotResource::name)
                    .toList();
            assertThat(changed).as("step %s", step).hasSizeLessThan(2);
            IotResource another = store.create(ResourceStoreContract.device("another"));
            assertThat(store.list()).contains(another);
        }
        return disk.reached();
    }

    /** Whether the request has so many steps. */
    private boolean willFail(int step, Consumer<ResourceStore> request) {
        Path state = directory.resolve("trial" + runs++);
        try (FileStore store = FileStore.open(state, ResourceStoreContract.CLOCK)) {
            store.create(ResourceStoreContract.device("one"));
            store.create(ResourceStoreContract.device("kept").withFinalizer());
            store.create(ResourceStoreContract.device("other"));
        }
        CutDisk disk = new CutDisk(step, false);
        try (FileStore store = FileStore.open(state, ResourceStoreContract.CLOCK, disk)) {
            request.accept(store);
            return false;
        } catch (Killed e) {
            return true;
        }
    }

    private static IotResource find(List<IotResource> all, String name) {
        return all.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    }
}
