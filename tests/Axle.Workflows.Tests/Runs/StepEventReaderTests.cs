using System.Text;
using System.Text.Json;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Tests.Runs;

/// <summary>The quick way to read an event and the general one agree.</summary>
public sealed class StepEventReaderTests
{
    [Theory]
    [InlineData("""{"type":"step-started","path":"a","attempt":1,"input":{"json":{"x":[1,"}"]}}}""")]
    [InlineData("""{"type":"step-started","path":"a/b","attempt":12}""")]
    [InlineData("""{"type":"step-started","path":"\u0061ä","attempt":1,"input":{"json":" ä "}}""")]
    [InlineData("""{"type":"step-completed","path":"a","attempt":0,"output":{"json":null},"decisions":[]}""")]
    [InlineData("""{"type":"step-completed","output":{"json":{}},"decisions":[],"attempt":3,"path":"a"}""")]
    [InlineData("""{"type":"step-started","path":"a","attempt":1,"input":null}""")]
    [InlineData("""{"type":"step-started","path":"a","attempt":1,"later":{"json":1}}""")]
    [InlineData("""{"path":"a","type":"step-started","attempt":1}""")]
    [InlineData("""{"type":"step-completed","path":"a","attempt":1,"output":{"ref":"00","size":5000},"decisions":[]}""")]
    [InlineData("""{"type":"step-completed","path":"a","attempt":1,"output":{"json":1},"decisions":[{"kind":"k","why":"w"}]}""")]
    [InlineData("""{"type":"step-completed","path":"a","attempt":1,"output":{"json":1},"decisions":[],"signal":"s1"}""")]
    [InlineData("""{"type":"step-skipped","path":"a","reason":"r","blocked":true}""")]
    public void What_is_read_quickly_is_what_the_general_way_reads(string json)
    {
        // With a field that nobody knows the quick way steps aside.
        var general = RunEventJson.Read(Encoding.UTF8.GetBytes(json[..^1] + ""","nobody":0}"""));
        Described(RunEventJson.Read(Encoding.UTF8.GetBytes(json))).ShouldBe(Described(general));
    }

    [Theory]
    [InlineData("""{"type":"step-started","path":"a","attempt":1}}""")]
    [InlineData("""{"type":"step-started","path":"a","attempt":1""")]
    [InlineData("""{"type":"step-completed","path":"a","attempt":1,"output":{"decisions":[]}}""")]
    [InlineData("""{"type":"step-completed","path":"a","attempt":1,"output":{"json":1}x,"decisions":[]}""")]
    public void What_is_no_event_is_refused(string json) => Should.Throw<JsonException>(() => RunEventJson.Read(Encoding.UTF8.GetBytes(json)));

    private static string Described(RunEvent recorded) => recorded switch
    {
        StepStarted s => $"started {s.Path} {s.Attempt} {Text(s.Input)}",
        StepCompleted c => $"completed {c.Path} {c.Attempt} {Text(c.Output)} {c.Decisions.Length} {c.Usage} {c.Signal}",
        _ => recorded.ToString(),
    };

    private static string Text(Payload? payload) => payload?.ToString() ?? "nothing";
}
