package io.noderesource.devices.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.devices.plan.Fit;
import io.noderesource.edgex.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DesiredContentTest {

    private final List<FieldProblem> problems = new ArrayList<>();

    private String content(IotResource resource) {
        return DesiredContent.of(resource, problems::add).write().replace('"', '\'');
    }

    private List<String> told() {
        return problems.stream().map(p -> p.code().id() + " " + p.path()).toList();
    }

    @Test
    void aDeviceIsTakenWholeAndNothingElse() {
        assertThat(content(Resources.of(Resources.DEVICE)))
                .isEqualTo("{'description':'a pump','adminState':'UNLOCKED','operatingState':'UP',"
                        + "'protocols':{'modbus-tcp':{'Address':'10.0.0.1','Port':'502'},'other':{}},"
                        + "'labels':['pump','hall-2'],'location':'hall 2','serviceName':'device-modbus',"
                        + "'profileName':'pump','notify':true,'tags':{'a':1}}");
        assertThat(problems).isEmpty();
    }

    @Test
    void aServiceIsTakenWhole() {
        assertThat(content(Resources.of(Resources.SERVICE).withAnnotation(IotResource.EXTRA, "{\"properties\":{}}")))
                .isEqualTo("{'baseAddress':'http://device-modbus:59901','description':'speaks Modbus','labels':['s'],"
                        + "'adminState':'UNLOCKED','properties':{}}");
        assertThat(problems).isEmpty();
    }

    @Test
    void aProfileGetsItsNumbers() {
        assertThat(content(Resources.of(Resources.PROFILE)))
                .isEqualTo(
                        "{'description':'pumps','manufacturer':'ACME','model':'P1','labels':['p'],"
                                + "'deviceResources':[{'name':'Speed','description':'rpm','isHidden':false,"
                                + "'properties':{'valueType':'Float32','readWrite':'RW','units':'rpm','defaultValue':'0',"
                                + "'assertion':'a','mediaType':'m','minimum':-1.50,'maximum':1e3,'mask':255,'shift':-2,"
                                + "'scale':1.0,'offset':5,'base':0.5},"
                                + "'attributes':{'primaryTable':'HOLDING_REGISTERS','startingAddress':'1'}}],"
                                + "'deviceCommands':[{'name':'Run','isHidden':true,'readWrite':'W',"
                                + "'resourceOperations':[{'deviceResource':'Speed','mappings':{'0':'off'},'defaultValue':'1'}]}]}");
        assertThat(told()).containsExactly("devices/field-not-carried spec.deviceResources[0].tag");
    }

    @Test
    void whatIsNotSetIsNotThere() {
        assertThat(content(Resources.device("{'serviceName':'s','profileName':'p','adminState':null}", "")))
                .isEqualTo("{'serviceName':'s','profileName':'p'}");
        assertThat(content(Resources.with(IotKind.PROFILE, "{}", ""))).isEqualTo("{}");
        assertThat(problems).isEmpty();
        assertThat(content(Resources.with(IotKind.SERVICE, "{}", ""))).isEqualTo("{}");
        assertThat(content(Resources.with(IotKind.DEVICE, "{}", ""))).isEqualTo("{}");
        assertThat(told())
                .containsExactly(
                        "devices/bad-resource spec.baseAddress",
                        "devices/bad-resource spec.serviceName",
                        "devices/bad-resource spec.profileName");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'adminState':'locked'|spec.adminState",
                "'adminState':''|spec.adminState",
                "'adminState':true|spec.adminState",
                "'operatingState':'ENABLED'|spec.operatingState",
                "'labels':'a'|spec.labels",
                "'labels':[1]|spec.labels[0]",
                "'labels':[null]|spec.labels[0]",
                "'notify':'true'|spec.notify",
                "'location':{}|spec.location",
                "'protocols':{'a':{'b':1}}|spec.protocols.a.b",
                "'protocols':{'a':1}|spec.protocols.a",
                "'protocols':[]|spec.protocols",
                "'description':1|spec.description"
            })
    void aBadFieldIsToldAndLeftOut(String field, String path) {
        String rest = "'serviceName':'s','profileName':'p'";
        assertThat(content(Resources.device("{" + rest + "," + field + "}", "")))
                .isEqualTo("{" + rest + "}");
        assertThat(told()).containsExactly("devices/bad-resource " + path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'deviceResources':[1]",
                "'deviceResources':[{}]",
                "'deviceResources':[{'name':''}]",
                "'deviceResources':[{'name':'a'},{'name':'a'}]",
                "'deviceCommands':[{'name':'a'},null]",
                "'deviceCommands':{}"
            })
    void aListWithSomethingWrongInItIsLeftOutAsAWhole(String field) {
        assertThat(content(Resources.with(IotKind.PROFILE, "{'model':'m'," + field + "}", "")))
                .isEqualTo("{'model':'m'}");
        assertThat(problems).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'minimum':'x'|minimum",
                "'minimum':'٣'|minimum",
                "'maximum':'1e99999'|maximum",
                "'mask':'0xff'|mask",
                "'scale':' 1'|scale",
                "'readWrite':'rw'|readWrite",
                "'valueType':'Int7'|valueType",
                "'units':1|units"
            })
    void aBadPropertyIsToldAndLeftOut(String property, String name) {
        assertThat(content(Resources.with(
                        IotKind.PROFILE, "{'deviceResources':[{'name':'a','properties':{" + property + "}}]}", "")))
                .isEqualTo("{'deviceResources':[{'name':'a','properties':{}}]}");
        assertThat(told()).containsExactly("devices/bad-resource spec.deviceResources[0].properties." + name);
    }

    @Test
    void anEmptyNumberDeclaresThatThereIsNone() {
        IotResource profile = Resources.with(
                IotKind.PROFILE,
                "{'deviceResources':[{'name':'a','properties':{'minimum':'','valueType':'int8'}}]}",
                "");
        assertThat(content(profile))
                .isEqualTo("{'deviceResources':[{'name':'a','properties':{'valueType':'Int8','minimum':null}}]}");
    }

    @Test
    void whatADeviceHasBeyondTheSchemaIsLaidOverIt() {
        assertThat(content(Resources.device(
                        "{'protocols':{'m':{'Port':'300','Host':'h'}},'location':'x','serviceName':'s','profileName':'p'}",
                        "{'protocols':{'m':{'Port':300},'n':{'deep':{'a':[1]}}},'location':{'lat':1},'parent':'q',"
                                + "'autoEvents':[{'sourceName':'a','interval':'1s'}],'properties':{},'later':[1],"
                                + "'tags':null}")))
                .isEqualTo("{'protocols':{'m':{'Port':300,'Host':'h'},'n':{'deep':{'a':[1]}}},'location':{'lat':1},"
                        + "'serviceName':'s','profileName':'p','parent':'q',"
                        + "'autoEvents':[{'sourceName':'a','interval':'1s'}],'properties':{},'later':[1]}");
        assertThat(problems).isEmpty();
    }

    @Test
    void whatAProfileHasBeyondTheSchemaIsLaidOverIt() {
        assertThat(
                        content(
                                Resources.with(
                                        IotKind.PROFILE,
                                        "{'deviceResources':[{'name':'a','attributes':{'x':'1','y':'2'},'properties':{'units':'C'}}]}",
                                        "{'deviceResources':[{'name':'a','attributes':{'x':1},'tags':{'t':1},"
                                                + "'properties':{'optional':{'o':true}}},{'name':'b'}],'deviceCommands':[{'name':'c'}]}")))
                .isEqualTo("{'deviceResources':[{'name':'a','properties':{'units':'C','optional':{'o':true}},"
                        + "'attributes':{'x':1,'y':'2'},'tags':{'t':1}}]}");
        assertThat(told())
                .containsExactly(
                        "devices/bad-resource " + Extra.PATH + ".deviceResources",
                        "devices/bad-resource " + Extra.PATH + ".deviceCommands");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{|''",
                "[]|''",
                "1|''",
                "''|''",
                "{'name':'n'}|.name",
                "{'adminState':'LOCKED'}|.adminState",
                "{'autoEvents':{}}|.autoEvents",
                "{'autoEvents':[1]}|.autoEvents[0]",
                "{'tags':[]}|.tags",
                "{'protocols':{'a':1}}|.protocols.a",
                "{'parent':{}}|.parent"
            })
    void aBadAnnotationIsToldAndKeepsNothingElseAway(String extra, String path) {
        String spec = "{'serviceName':'s','profileName':'p'}";
        assertThat(content(Resources.device(spec, "{}").withAnnotation(IotResource.EXTRA, extra.replace('\'', '"'))))
                .isEqualTo(spec);
        assertThat(told()).containsExactly("devices/bad-resource " + Extra.PATH + path);
    }

    @Test
    void whatIsTakenFitsItself() {
        for (String text : List.of(Resources.DEVICE, Resources.PROFILE, Resources.SERVICE)) {
            IotResource resource = Resources.of(text);
            Json.Obj content = DesiredContent.of(resource, problems::add);
            assertThat(Fit.changes(resource.kind(), content, content)).isEmpty();
        }
    }
}
