using Axle.Models.Configuration;
using Axle.Models.Recording;

namespace Axle.Models.Tests.Configuration;

public sealed class Recording_section
{
    [Fact]
    public void Mode_and_file_are_read_and_the_variable_wins()
    {
        const string File = "recording: { mode: record, file: deep/talk.jsonl }";
        Read(null).ShouldBe(RecordingOptions.Off);
        Read(File).ShouldBe(new RecordingOptions(RecordingMode.Record, "deep/talk.jsonl"));
        Read(File, "replay").ShouldBe(new RecordingOptions(RecordingMode.Replay, "deep/talk.jsonl"));
        Read(null, "Record").ShouldBe(new RecordingOptions(RecordingMode.Record, RecordingOptions.DefaultFile));
    }

    [Theory]
    [InlineData("recording: { mode: tape }", null, "Must be off, record or replay")]
    [InlineData("recording: { mode: 1 }", null, "Must be off, record or replay")]
    [InlineData("recording: { fle: x }", null, "Did you mean 'file'?")]
    [InlineData("recording: on", null, "Must be a mapping")]
    [InlineData(null, "yes", "AXLE_RECORDING: Must be off, record or replay")]
    public void Faults_name_the_cure(string? text, string? variable, string expected) =>
        Should.Throw<AxleException>(() => Read(text, variable)).Message.ShouldContain(expected);

    private static RecordingOptions Read(string? text, string? variable = null) =>
        ModelOptionsReader.Read(name => name == "AXLE_RECORDING" ? variable : null, "axle.yaml", text).Recording;
}
