package io.noderesource.edgex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.Dialect;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list in pages is all of it, or a failure; "all" is a word EdgeX does not know. */
class ListingTest {
    private static final Pattern PAGE = Pattern.compile("offset=(\\d+)&limit=(-?\\d+)");

    private final List<String> names = new CopyOnWriteArrayList<>();
    private int maxResultCount = 1024;
    private boolean tellsTotal = true;
    private Dialect dialect = Dialect.V3;
    private int requests;
    /** What happens to the list before the request of that number is answered. */
    private IntConsumer meanwhile = request -> {};

    private void answer(RawServer.Asked asked, OutputStream out) throws IOException {
        meanwhile.accept(++requests);
        Matcher page = PAGE.matcher(asked.target());
        assertThat(page.find()).isTrue();
        int offset = Integer.parseInt(page.group(1));
        int limit = Integer.parseInt(page.group(2));
        if (limit > maxResultCount) {
            RawServer.json(out, 400, "{\"message\":\"limit out of range\",\"statusCode\":400}");
            return;
        }
        if (offset > names.size()) {
            RawServer.json(out, 416, "{\"message\":\"out of range\",\"statusCode\":416}");
            return;
        }
        int end = Math.min(names.size(), offset + (limit < 0 ? maxResultCount : limit));
        String devices = names.subList(offset, end).stream()
                .map(name -> "{\"name\":\"" + name + "\"}")
                .collect(Collectors.joining(","));
        RawServer.json(
                out,
                200,
                "{\"apiVersion\":\"v3\",\"statusCode\":200,"
                        + (tellsTotal ? "\"totalCount\":" + names.size() + "," : "") + "\"devices\":"
                        + (devices.isEmpty() ? "null" : "[" + devices + "]") + "}");
    }

    private void have(int count) {
        IntStream.range(0, count).forEach(number -> names.add("d" + number));
    }

    private List<String> snapshot(int pageSize) {
        try (RawServer server = new RawServer(this::answer);
                EdgexClient client = client(server)) {
            return client.metadata().devices().pageSize(pageSize).snapshot().get().orThrow().stream()
                    .map(Device::name)
                    .toList();
        }
    }

    private List<String> stream(int pageSize) {
        try (RawServer server = new RawServer(this::answer);
                EdgexClient client = client(server);
                Stream<Device> devices = client.metadata().devices().pageSize(pageSize).stream()) {
            return devices.map(Device::name).toList();
        }
    }

    private EdgexClient client(RawServer server) {
        return EdgexClient.builder()
                .address(EdgexService.METADATA, server.address())
                .dialect(dialect)
                .build();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 7, 8, 100})
    void pagesOfAnySizeGiveAll(int pageSize) {
        have(7);
        assertThat(snapshot(pageSize)).isEqualTo(names);
        assertThat(stream(pageSize)).isEqualTo(names);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void limitMinusOneIsMaxResultCountAndNotAll(int most) {
        have(7);
        maxResultCount = most;
        assertThat(snapshot(500)).isEqualTo(names);
        assertThat(stream(500)).isEqualTo(names);
    }

    /** Pages of one object can not overlap, so that nothing would show that the list has moved. */
    @Test
    void aServiceThatGivesOneObjectAtATimeCanNotBeReadWhole() {
        have(2);
        maxResultCount = 1;
        for (boolean total : List.of(true, false)) {
            tellsTotal = total;
            dialect = total ? Dialect.V3 : Dialect.V2;
            for (ThrowingCallable reading : List.<ThrowingCallable>of(() -> snapshot(500), () -> stream(500))) {
                EdgexException failure = catchThrowableOfType(EdgexException.class, reading);
                assertThat(failure.kind()).isEqualTo(ErrorKind.INCOMPLETE);
                assertThat(failure).hasMessageContaining("MaxResultCount");
            }
        }
    }

    @Test
    void theOnlyObjectOfAListIsAllOfIt() {
        have(1);
        maxResultCount = 1;
        assertThat(snapshot(500)).containsExactly("d0");
        tellsTotal = false;
        dialect = Dialect.V2;
        assertThat(snapshot(500)).containsExactly("d0");
        assertThat(stream(500)).containsExactly("d0");
    }

    @Test
    void anEmptyListAnsweredByNullIsEmpty() {
        assertThat(snapshot(5)).isEmpty();
        assertThat(requests).isEqualTo(1);
        assertThat(stream(5)).isEmpty();
    }

    @Test
    void withoutATotalPagesAreReadUntilNothingComes() {
        tellsTotal = false;
        dialect = Dialect.V2;
        have(5);
        assertThat(snapshot(2)).isEqualTo(names);
        assertThat(stream(2)).isEqualTo(names);
    }

    @Test
    void aListWithATotalButNothingInItIsIncomplete() {
        String empty = "{\"totalCount\":5,\"devices\":[]}";
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 200, empty));
                EdgexClient client = client(server)) {
            EdgexException failure = catchThrowableOfType(
                    EdgexException.class,
                    () -> client.metadata().devices().snapshot().get());
            assertThat(failure.kind()).isEqualTo(ErrorKind.INCOMPLETE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"apiVersion\":\"v3\",\"statusCode\":200,\"totalCount\":0}",
                "{\"apiVersion\":\"v3\",\"statusCode\":200,\"devices\":[]}",
                "{\"totalCount\":0,\"devices\":{}}",
                "{\"totalCount\":\"0\",\"devices\":[]}",
                "{\"totalCount\":1,\"devices\":[7]}"
            })
    void whatIsNoListIsNotAnEmptyOne(String body) {
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 200, body));
                EdgexClient client = client(server)) {
            Listing<Device> devices = client.metadata().devices();
            for (ThrowingCallable reading : List.<ThrowingCallable>of(
                    devices.snapshot()::get,
                    devices.count()::get,
                    devices.page(0, 5)::get,
                    () -> devices.stream().toList())) {
                assertThat(catchThrowableOfType(EdgexException.class, reading).kind())
                        .isEqualTo(ErrorKind.PROTOCOL);
            }
        }
    }

    @Test
    void theCountIsAskedWithoutItems() {
        have(7);
        try (RawServer server = new RawServer(this::answer);
                EdgexClient client = client(server)) {
            assertThat(client.metadata().devices().count().get()).isEqualTo(7);
            assertThat(server.asked().get(0).target()).endsWith("?offset=0&limit=0");
        }
    }

    @Test
    void aDeviceChangedMeanwhileMovesToTheFrontAndTheListIsReadAnew() {
        have(6);
        meanwhile = request -> {
            if (request == 2) {
                names.add(0, names.remove(4)); // ordered by the last change
            }
        };
        assertThat(snapshot(3)).isEqualTo(names);
        assertThat(names.get(0)).isEqualTo("d4");
    }

    @Test
    void aDeviceDeletedAndOneAddedMeanwhileAreNoticedThoughTheTotalIsTheSame() {
        have(6);
        meanwhile = request -> {
            if (request == 2) {
                names.remove(0);
                names.add("new");
            }
        };
        assertThat(snapshot(3)).isEqualTo(names).contains("d3");
    }

    @Test
    void aListThatBecomesShorterIsReadAnew() {
        have(6);
        meanwhile = request -> {
            if (request == 2) {
                names.subList(1, 6).clear();
            }
        };
        assertThat(snapshot(3)).containsExactly("d0");
    }

    @Test
    void aListThatNeverHoldsStillIsAFailureAndNotAPart() {
        have(6);
        meanwhile = request -> names.add(0, "new" + request);
        EdgexException failure = catchThrowableOfType(EdgexException.class, () -> snapshot(3));
        assertThat(failure.kind()).isEqualTo(ErrorKind.INCOMPLETE);
        assertThat(requests).isBetween(4, 20);
    }

    @Test
    void aStreamOfAListThatMovesFailsAfterWhatItGave() {
        have(6);
        meanwhile = request -> {
            if (request == 2) {
                names.remove(0);
            }
        };
        List<String> given = new ArrayList<>();
        try (RawServer server = new RawServer(this::answer);
                EdgexClient client = client(server);
                Stream<Device> devices = client.metadata().devices().pageSize(3).stream()) {
            EdgexException failure = catchThrowableOfType(
                    EdgexException.class, () -> devices.forEach(device -> given.add(device.name())));
            assertThat(failure.kind()).isEqualTo(ErrorKind.INCOMPLETE);
            assertThat(given).containsExactly("d0", "d1", "d2");
        }
    }

    @Test
    void anErrorOnALaterPageIsAFailureAndNotAnEnd() {
        have(6);
        try (RawServer server = new RawServer((asked, out) -> {
                    if (asked.target().contains("offset=0")) {
                        answer(asked, out);
                    } else {
                        RawServer.json(out, 500, "{\"message\":\"failed to get member number\",\"statusCode\":500}");
                    }
                });
                EdgexClient client = client(server)) {
            EdgexException failure = catchThrowableOfType(
                    EdgexException.class,
                    () -> client.metadata().devices().pageSize(3).snapshot().get());
            assertThat(failure.kind()).isEqualTo(ErrorKind.SERVER);
        }
    }

    @Test
    void aFirstPageBehindTheEndIsAnEmptyList() {
        try (RawServer server = new RawServer((asked, out) -> RawServer.json(out, 416, "{\"statusCode\":416}"));
                EdgexClient client = client(server)) {
            assertThat(client.metadata().devices().snapshot().get().items()).isEmpty(); // 2.1 with nothing in it
        }
    }
}
