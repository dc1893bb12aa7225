package io.noderesource.devices.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noderesource.base.NodeResourceException;
import io.noderesource.edgex.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that is killed at each step of each request has the old or the new resource, and all others. */
class FileStoreCrashTest {

    @TempDir
    Path directory;

    private int runs;

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
                } catch (CutDisk.Killed e) {
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
        } catch (CutDisk.Killed e) {
            return true;
        }
    }

    private static IotResource find(List<IotResource> all, String name) {
        return all.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    }
}
