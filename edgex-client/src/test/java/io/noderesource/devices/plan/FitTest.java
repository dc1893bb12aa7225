package io.noderesource.devices.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.devices.resource.IotKind;
import io.noderesource.edgex.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FitTest {

    private static List<FieldChange> changes(IotKind kind, String desired, String actual) {
        return Fit.changes(kind, object(desired), object(actual));
    }

    private static Json.Obj object(String text) {
        return Json.asObject(Json.parse(text.replace('\'', '"')));
    }

    private static String after(IotKind kind, String desired, String actual) {
        List<FieldChange> changes = changes(kind, desired, actual);
        assertThat(changes).hasSize(1);
        return changes.get(0).after().replace('"', '\'');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DEVICE|{}|{'adminState':'LOCKED','labels':['a']}",
                "DEVICE|{'adminState':'LOCKED'}|{'adminState':'LOCKED'}",
                "DEVICE|{'description':''}|{}",
                "DEVICE|{'description':''}|{'description':null}",
                "DEVICE|{'labels':[]}|{'labels':null}",
                "DEVICE|{'labels':[]}|{'labels':''}",
                "DEVICE|{'labels':['a','b']}|{'labels':['b','a','b']}",
                "DEVICE|{'location':''}|{'location':{}}",
                "DEVICE|{'location':'{\\\"a\\\": 1, \\\"b\\\": [2]}'}|{'location':{'b':[2.0],'a':1}}",
                "DEVICE|{'location':'12'}|{'location':12}",
                "DEVICE|{'location':{'a':1}}|{'location':{'a':1.0}}",
                "DEVICE|{'notify':false}|{}",
                "DEVICE|{'protocols':{'modbus':{'Port':'300','On':'true','Host':'h'}}}"
                        + "|{'protocols':{'modbus':{'Host':'h','Port':300,'On':true}}}",
                "DEVICE|{'protocols':{'modbus':{'Port':'1.000000'}}}|{'protocols':{'modbus':{'Port':1}}}",
                "DEVICE|{'protocols':{'m':{'N':'12345678901234567890'}}}|{'protocols':{'m':{'N':12345678901234567000}}}",
                "DEVICE|{'protocols':{'m':{'N':'{\\\"a\\\":[true]}'}}}|{'protocols':{'m':{'N':{'a':[true]}}}}",
                "DEVICE|{'autoEvents':[{'sourceName':'a','interval':'1s'},{'sourceName':'b','interval':'2s'}]}"
                        + "|{'autoEvents':[{'sourceName':'b','interval':'2s','onChange':true},"
                        + "{'sourceName':'a','interval':'1s','retention':{'maxCap':1}}]}",
                "SERVICE|{'baseAddress':'http://a:1','properties':{'a':1}}"
                        + "|{'baseAddress':'http://a:1','adminState':'LOCKED','properties':{'a':1.0}}",
                "PROFILE|{'deviceResources':[{'name':'a','isHidden':false,'description':''}]}"
                        + "|{'deviceResources':[{'name':'a','tags':{'x':1}}]}",
                "PROFILE|{'deviceResources':[{'name':'a','properties':{'valueType':'Int8','readWrite':'RW',"
                        + "'minimum':1,'mask':7,'scale':null}}]}"
                        + "|{'deviceResources':[{'name':'a','properties':{'valueType':'int8','readWrite':'WR',"
                        + "'minimum':'1.0','mask':'7','optional':{'o':1}}}]}",
                "PROFILE|{'deviceResources':[{'name':'a','properties':{'minimum':9223372036854775807}}]}"
                        + "|{'deviceResources':[{'name':'a','properties':{'minimum':9.223372036854776e18}}]}",
                "PROFILE|{'deviceResources':[{'name':'a','properties':{'valueType':'Float32','defaultValue':'40.9'}}]}"
                        + "|{'deviceResources':[{'name':'a','properties':{'valueType':'Float32','defaultValue':'4.09e+01'}}]}",
                "PROFILE|{'deviceResources':[{'name':'a','properties':{'valueType':'Int8Array','defaultValue':'[1,2]'}}]}"
                        + "|{'deviceResources':[{'name':'a','properties':{'valueType':'Int8Array','defaultValue':'[1, 2]'}}]}",
                "PROFILE|{'deviceResources':[{'name':'a','attributes':{'reg':'5','o':'{}'}}]}"
                        + "|{'deviceResources':[{'name':'a','attributes':{'reg':5,'o':{}}}]}",
                // EdgeX 2 keeps texts only.
                "DEVICE|{'protocols':{'m':{'Port':300,'On':true}}}|{'protocols':{'m':{'Port':'300','On':'true'}}}",
                "PROFILE|{'deviceResources':[{'name':'b'},{'name':'a'}]}|{'deviceResources':[{'name':'a'},{'name':'b'}]}",
                "PROFILE|{'deviceCommands':[{'name':'c','resourceOperations':[{'deviceResource':'a','defaultValue':'true'}]}]}"
                        + "|{'deviceResources':[{'name':'a','properties':{'valueType':'Bool'}}],"
                        + "'deviceCommands':[{'name':'c','resourceOperations':[{'deviceResource':'a',"
                        + "'defaultValue':'TRUE','mappings':null}]}]}",
            })
    void isTheSame(IotKind kind, String desired, String actual) {
        assertThat(changes(kind, desired, actual)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DEVICE|{'adminState':'LOCKED'}|{'adminState':'UNLOCKED'}|'LOCKED'",
                "DEVICE|{'notify':true}|{}|true",
                "DEVICE|{'labels':['a']}|{'labels':['a','b']}|['a']",
                "DEVICE|{'labels':[]}|{'labels':['b']}|[]",
                "DEVICE|{'location':''}|{'location':{'a':1}}|''",
                "DEVICE|{'location':'{\\\"a\\\":2}'}|{'location':{'a':1}}|{'a':2}",
                "DEVICE|{'location':'here'}|{'location':{'a':1}}|'here'",
                "DEVICE|{'protocols':{'m':{'Port':'300','Host':'b','On':'false'}}}"
                        + "|{'protocols':{'m':{'Port':300,'Host':'a','On':true},'other':{}}}"
                        + "|{'m':{'Port':300,'Host':'b','On':false}}",
                "DEVICE|{'protocols':{'m':{'Port':'301'}}}|{'protocols':{'m':{'Port':300}}}|{'m':{'Port':301}}",
                "DEVICE|{'protocols':{'m':{'Port':'x'}}}|{'protocols':{'m':{'Port':300}}}|{'m':{'Port':'x'}}",
                "DEVICE|{'autoEvents':[{'sourceName':'a','interval':'2s'}]}"
                        + "|{'autoEvents':[{'sourceName':'b','interval':'2s'},{'sourceName':'a','interval':'1s','onChange':true}]}"
                        + "|[{'sourceName':'a','interval':'2s','onChange':true}]",
                "PROFILE|{'deviceResources':[{'name':'b'},{'name':'a','description':'x','properties':{'minimum':2,'scale':null}}]}"
                        + "|{'deviceResources':[{'name':'gone'},{'name':'a','tags':{'t':1},"
                        + "'properties':{'minimum':1,'units':'C','scale':4}}]}"
                        + "|[{'name':'b'},{'name':'a','tags':{'t':1},'properties':{'minimum':2,'units':'C'},'description':'x'}]",
                "PROFILE|{'deviceResources':[{'name':'a','properties':{'mask':9007199254740993}}]}"
                        + "|{'deviceResources':[{'name':'a','properties':{'mask':9007199254740992}}]}"
                        + "|[{'name':'a','properties':{'mask':9007199254740993}}]",
                "PROFILE|{'deviceCommands':[{'name':'c','resourceOperations':[{'deviceResource':'a'},{'deviceResource':'b'}]}]}"
                        + "|{'deviceCommands':[{'name':'c','resourceOperations':[{'deviceResource':'b','x':1},{'deviceResource':'a'}]}]}"
                        + "|[{'name':'c','resourceOperations':[{'deviceResource':'a'},{'deviceResource':'b','x':1}]}]",
            })
    void differs(IotKind kind, String desired, String actual, String after) {
        assertThat(after(kind, desired, actual)).isEqualTo(after);
        Json.Obj there = object(actual);
        Json.Obj applied = Fit.applied(there, changes(kind, desired, actual));
        assertThat(Fit.changes(kind, object(desired), applied)).isEmpty();
    }

    @Test
    void aChangeTellsWhatWasThere() {
        assertThat(changes(IotKind.DEVICE, "{'description':'a','adminState':'LOCKED'}", "{'description':null}"))
                .containsExactly(
                        new FieldChange("description", null, "\"a\""),
                        new FieldChange("adminState", null, "\"LOCKED\""));
    }
}
