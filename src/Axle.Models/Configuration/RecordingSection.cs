using Axle.Models.Recording;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Configuration;

/// <summary>
/// Reads the <c>recording</c> section of the configuration file, and the variable that wins over its mode:
/// <code>
/// recording: { mode: record, file: traffic.jsonl }   # off | record | replay
/// </code>
/// </summary>
internal sealed class RecordingSection(SectionReader reader)
{
    private const string Section = "recording";
    private const string Variable = "AXLE_RECORDING";
    private const string ModeCure = "Must be off, record or replay.";
    private static readonly string[] Keys = ["mode", "file"];

    /// <summary>Reads both; what is wrong is noted and its default kept.</summary>
    public static RecordingOptions Read(YamlMappingNode? root, Func<string, string?> environment, ConfigurationFaults faults)
    {
        var reader = new SectionReader(faults);
        var options = root is not null && ConfigurationFile.Section(root, Section) is { } node
            ? reader.ReadEach(RecordingOptions.Off, Section, node, new RecordingSection(reader).Apply)
            : RecordingOptions.Off;
        if (environment(Variable) is not { Length: > 0 } value)
            return options;
        if (TryReadMode(value, out var mode))
            return options with { Mode = mode };
        faults.Add($"{Variable}: {ModeCure}");
        return options;
    }

    private RecordingOptions Apply(RecordingOptions options, string key, YamlNode node, ConfigurationPlace place) => key switch
    {
        "mode" => TryReadMode(SectionReader.Text(node), out var mode) ? options with { Mode = mode } : reader.Fault(options, place, ModeCure),
        "file" => SectionReader.Text(node).Length is > 0 and <= 1000
            ? options with { File = SectionReader.Text(node) }
            : reader.Fault(options, place, "Must be the path of a file, for example traffic.jsonl."),
        _ => reader.Fault(options, place, SectionReader.UnknownKey(key, Keys)),
    };

    // Numbers are names of no mode, though an enumeration would take them.
    private static bool TryReadMode(string text, out RecordingMode mode) =>
        Enum.TryParse(text, ignoreCase: true, out mode) && text.All(char.IsAsciiLetter);
}
