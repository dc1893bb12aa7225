package io.noderesource.edgex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listing that leaves out what it counts is read whole, or fails. */
class SparseReaderTest {

    /** Names that begin so are counted and left out. */
    private static final String HIDDEN = "-";

    private final List<String> names = new ArrayList<>();
    private int maxResultCount = 1024;
    private boolean tellsTotal = true;
    private int requests;
    /** What happens to the list before the request of that number is answered. */
    private IntConsumer meanwhile = request -> {};

    private CompletableFuture<PageReader.Part> page(int offset, int limit) {
        meanwhile.accept(++requests);
        if (limit > maxResultCount) {
            return refused(ErrorKind.INVALID);
        }
        if (offset > names.size()) {
            return refused(ErrorKind.RANGE_END);
        }
        List<Json.Obj> items = names.subList(offset, Math.min(names.size(), offset + limit)).stream()
                .filter(name -> !name.startsWith(HIDDEN))
                .map(name -> Json.object().with("deviceName", Json.of(name)))
                .toList();
        return CompletableFuture.completedFuture(
                new PageReader.Part(items, tellsTotal ? OptionalLong.of(names.size()) : OptionalLong.empty()));
    }

    private static <T> CompletableFuture<T> refused(ErrorKind kind) {
        return CompletableFuture.failedFuture(EdgexException.of(kind, "refused"));
    }

    private List<String> read(int limit) {
        return new SparseReader(this::page, limit, "deviceName")
                .readAll().join().items().stream()
                        .map(item -> item.text("deviceName").orElseThrow())
                        .toList();
    }

    private ErrorKind failure(int limit) {
        Throwable failure = catchThrowableOfType(CompletionException.class, () -> read(limit))
                .getCause();
        return Objects.requireNonNull((EdgexException) failure).kind();
    }

    private List<String> shown() {
        return names.stream().filter(name -> !name.startsWith(HIDDEN)).toList();
    }

    /** Each third is left out, the first and the last among them. */
    private void have(int count) {
        IntStream.range(0, count).forEach(number -> names.add((number % 3 == 0 ? HIDDEN : "d") + number));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 7, 8, 100})
    void windowsOfAnySizeGiveAll(int limit) {
        have(7);
        assertThat(read(limit)).isEqualTo(shown()).hasSize(4);
    }

    @Test
    void anEmptyListIsEmpty() {
        assertThat(read(5)).isEmpty();
        names.add(HIDDEN);
        assertThat(read(5)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aServiceThatAllowsLessIsAskedForLess(int most) {
        have(7);
        maxResultCount = most;
        assertThat(read(500)).isEqualTo(shown());
    }

    @Test
    void withoutATotalWindowsAreReadUntilNothingComes() {
        tellsTotal = false;
        IntStream.range(0, 5).forEach(number -> names.add("d" + number));
        assertThat(read(2)).isEqualTo(names);
    }

    /** One goes from the front and another comes at the end: the total stays, and what has moved into a window already read is missed. */
    @Test
    void whatIsMissedOnceIsFoundByReadingAgain() {
        have(9);
        meanwhile = request -> {
            if (request == 2) {
                names.remove(0);
                names.add("new");
            }
        };
        assertThat(read(3)).isEqualTo(shown()).contains("new", "d4");
    }

    @Test
    void aListThatChangesAllTheTimeIsIncomplete() {
        have(9);
        meanwhile = request -> names.add("new" + request);
        assertThat(failure(3)).isEqualTo(ErrorKind.INCOMPLETE);
    }

    @Test
    void aListThatBecomesShorterAllTheTimeIsIncomplete() {
        have(40);
        meanwhile = request -> names.subList(0, Math.min(2, names.size())).clear();
        assertThat(failure(3)).isEqualTo(ErrorKind.INCOMPLETE);
    }

    @Test
    void aFailureIsTold() {
        have(9);
        maxResultCount = 0;
        assertThat(failure(3)).isEqualTo(ErrorKind.INVALID);
    }
}
