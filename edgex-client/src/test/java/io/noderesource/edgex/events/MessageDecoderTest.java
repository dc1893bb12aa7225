package io.noderesource.edgex.events;

import static io.noderesource.edgex.events.Samples.envelope;
import static io.noderesource.edgex.events.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDecoderTest {

    private static final EventTopics TOPICS = EventTopics.DEFAULT;

    private final MessageDecoder decoder = new MessageDecoder(TOPICS, new EnvelopeDecoder());

    @ParameterizedTest
    @CsvSource({"v3.1.1, 18, 9, 17", "v4.0.2, 11, 4, 16"})
    void everythingThatRealServicesPublishedIsRead(String release, long systemEvents, long readings, long others) {
        Map<EventMessage.Type, Long> types = Samples.recordedOf(release).stream()
                .map(one -> decoder.decode(one.topic(), one.message()))
                .collect(Collectors.groupingBy(EventMessage::type, TreeMap::new, Collectors.counting()));

        assertThat(types)
                .containsEntry(EventMessage.Type.SYSTEM_EVENT, systemEvents)
                .containsEntry(EventMessage.Type.READINGS, readings)
                .containsEntry(EventMessage.Type.OTHER, others);
    }

    @Test
    void realErrorOf4xIsPlainText() {
        assertThat(Samples.recordedOf("v4.0.2").stream()
                        .map(one -> decoder.decode(one.topic(), one.message()).envelope())
                        .filter(envelope -> envelope.errorCode() != 0)
                        .map(envelope -> envelope.error().orElseThrow()))
                .hasSize(2)
                .contains("Regex DeviceResource NoSuch not found");
    }

    @ParameterizedTest
    @CsvSource({
        "001-deviceservice-add.json, deviceservice/device-virtual",
        "003-deviceservice-update.json, deviceservice/quay-service",
        "005-deviceprofile-update.json, deviceprofile/valve-row",
        "009-device-add.json, device/kettle-north",
        "016-deviceprofile-update-by-service.json, deviceprofile/brew-kettle",
        "018-provisionwatcher-update.json, provisionwatcher/watch-kettles",
        "042-device-delete.json, device/水泵 一/2",
        "044-deviceservice-delete.json, deviceservice/quay-service",
    })
    void realSystemEventTellsOfAnObject(String file, String key) {
        Samples.Recorded recorded = Samples.recorded(file);
        assertThat(decoder.decode(recorded.topic(), recorded.message()).objects())
                .extracting(ObjectKey::toString)
                .containsExactly(key);
    }

    @Test
    void realSystemEventSaysWhatHappened() {
        Samples.Recorded recorded = Samples.recorded("009-device-add.json");
        SystemEvent event = (SystemEvent) decoder.decode(recorded.topic(), recorded.message());

        assertThat(event.action()).isEqualTo(SystemEvent.Action.ADD);
        assertThat(event.owner()).isEqualTo("device-virtual");
        assertThat(event.source()).isEqualTo("core-metadata");
        assertThat(event.envelope().payload().write()).endsWith("\"timestamp\":" + event.timestamp() + "}");
        assertThat(Long.toString(event.timestamp())).hasSize(19);
        assertThat(event.details().text("profileName")).contains("brew-kettle");
    }

    /** 3.1.1 fills an event before it has given the service an id. */
    @Test
    void eventOfANewServiceHasNoIdAndStillTellsOfIt() {
        Samples.Recorded recorded = Samples.recorded("001-deviceservice-add.json");
        SystemEvent event = (SystemEvent) decoder.decode(recorded.topic(), recorded.message());

        assertThat(event.details().text("id")).isEmpty();
        assertThat(event.objectName()).contains("device-virtual");
    }

    /** One for core-metadata, and one more for each service that uses it. */
    @Test
    void changeOfAProfileIsToldOfTwiceAndIsOneObject() {
        assertThat(Samples.recorded().stream()
                        .filter(one -> one.file().contains("deviceprofile-update"))
                        .map(one -> decoder.decode(one.topic(), one.message()).objects())
                        .collect(Collectors.toSet()))
                .hasSize(2);
    }

    @Test
    void realReadingsAreRead() {
        Samples.Recorded recorded = Samples.recorded("021-event-device-Level.json");
        ReadingsEvent event = (ReadingsEvent) decoder.decode(recorded.topic(), recorded.message());

        assertThat(event.device()).isEqualTo("kettle-north");
        assertThat(event.readDevice()).contains("kettle-north");
        assertThat(event.profile()).isEqualTo("brew-kettle");
        assertThat(event.source()).isEqualTo("Level");
        assertThat(event.event().write()).contains("\"origin\":" + event.origin() + ",");
        assertThat(Long.toString(event.origin())).hasSize(19);
        assertThat(event.objects()).isEmpty();
        assertThat(Json.objects(event.event().array("readings")).get(0).text("value"))
                .contains("-5");
    }

    @Test
    void realReadingsInCborAreRead() {
        Samples.Recorded recorded = Samples.recorded("041-event-core-Picture.json");
        ReadingsEvent event = (ReadingsEvent) decoder.decode(recorded.topic(), recorded.message());

        assertThat(event.device()).isEqualTo("kettle-east");
        assertThat(event.envelope().contentType()).isEqualTo("application/cbor");
        assertThat(Json.objects(event.event().array("readings")).get(0).text("binaryValue"))
                .isPresent();
    }

    @Test
    void realErrorIsNoHint() {
        Samples.Recorded recorded = Samples.recorded("034-command-answer.json");
        EventMessage message = decoder.decode(recorded.topic(), recorded.message());

        assertThat(message.type()).isEqualTo(EventMessage.Type.OTHER);
        assertThat(message.envelope().error()).contains("Regex DeviceResource NoSuch not found");
    }

    @Test
    void errorOnATopicOfEventsIsNoHint() {
        byte[] message =
                utf8(envelope(Json.of("it failed, sadly"), 1, "text/plain").write());
        assertThat(decoder.decode(Samples.deviceTopic("add"), message).type()).isEqualTo(EventMessage.Type.OTHER);
    }

    @Test
    void payloadCountsMoreThanTheTopic() {
        SystemEvent event = (SystemEvent)
                decoder.decode("edgex/system-events/a/deviceprofile/add/b/c", Samples.deviceEvent("delete", "pump-7"));

        assertThat(event.objects()).containsExactly(new ObjectKey(ObjectKind.DEVICE, "pump-7"));
        assertThat(event.action()).isEqualTo(SystemEvent.Action.DELETE);
    }

    @Test
    void topicCountsWhereThePayloadIsSilent() {
        Json.Obj payload = Json.object().with("details", Json.object().with("name", Json.of("pump-7")));
        SystemEvent event = (SystemEvent) decoder.decode(
                Samples.deviceTopic("update"), utf8(envelope(payload, 0, "").write()));

        assertThat(event.objects()).containsExactly(new ObjectKey(ObjectKind.DEVICE, "pump-7"));
        assertThat(event.action()).isEqualTo(SystemEvent.Action.UPDATE);
        assertThat(event.owner()).isEqualTo("svc");
        assertThat(event.timestamp()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"discovery", "profilescan"})
    void progressIsNoHint(String action) {
        Json.Obj payload = Json.object()
                .with("type", Json.of("device"))
                .with("action", Json.of(action))
                .with("details", Json.object().with("progress", Json.of(40)));
        EventMessage message = decoder.decode(
                Samples.deviceTopic(action), utf8(envelope(payload, 0, "").write()));

        assertThat(message.type()).isEqualTo(EventMessage.Type.SYSTEM_EVENT);
        assertThat(message.objects()).isEmpty();
    }

    @Test
    void typeOfALaterReleaseIsNoHint() {
        Json.Obj payload = Json.object().with("type", Json.of("gadget")).with("action", Json.of("add"));
        assertThat(decoder.decode(
                                "edgex/system-events/core-metadata/gadget/add/x",
                                utf8(envelope(payload, 0, "").write()))
                        .objects())
                .isEmpty();
    }

    /** Whoever takes these for no hint misses a change. */
    @Test
    void changeThatDoesNotNameItsObjectIsUnreadable() {
        Json.Obj payload = Json.object().with("type", Json.of("device")).with("action", Json.of("update"));
        for (Json.Obj event : new Json.Obj[] {
            payload,
            payload.with("details", Json.NULL),
            payload.with("details", Json.object().with("name", Json.of(""))),
            payload.with("details", Json.object().with("name", Json.of(7)))
        }) {
            assertUnreadable(Samples.deviceTopic("update"), event);
        }
        assertUnreadable(Samples.deviceTopic("update"), Json.of("what, then?"));
        assertUnreadable(Samples.deviceTopic("update"), Json.NULL);
        assertUnreadable("edgex/system-events/x", Json.object().with("action", Json.of("add")));
    }

    @Test
    void readingsTakeWhatTheTopicSaysWhereTheEventIsSilent() {
        Json.Obj payload = Json.object().with("event", Json.object().with("readings", Json.array(java.util.List.of())));
        ReadingsEvent event = (ReadingsEvent) decoder.decode(
                TOPICS.readings("svc", "prof", NameFieldEscape.escape("bad name/x"), "src"),
                utf8(envelope(payload, 0, "").write()));

        assertThat(event.device()).isEqualTo("bad name/x");
        assertThat(event.profile()).isEqualTo("prof");
        assertThat(event.source()).isEqualTo("src");
        assertUnreadable("edgex/events/device/svc", payload);
        assertUnreadable(TOPICS.readings("svc", "prof", "dev", "src"), Json.object());
    }

    private void assertUnreadable(String topic, Json payload) {
        assertThatThrownBy(() ->
                        decoder.decode(topic, utf8(envelope(payload, 0, "").write())))
                .asInstanceOf(type(EdgexException.class))
                .extracting(EdgexException::kind)
                .isEqualTo(ErrorKind.PROTOCOL);
    }
}
