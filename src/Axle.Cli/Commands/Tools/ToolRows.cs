using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Schemas;
using Axle.Tools.Contract;
using Axle.Tools.Pins;

namespace Axle.Cli.Commands.Tools;

/// <summary>Tools as lists show them.</summary>
internal static class ToolRows
{
    private const int LongestPurpose = 90;

    /// <summary>A tool by its exact name.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: nobody has that name; <see cref="ErrorKind.Refused"/>: it is in
    /// quarantine.</exception>
    public static ToolDescription Find(ToolCatalog catalog, string name)
    {
        if (catalog.TryGet(name, out var tool))
            return ToolPins.Offered(tool);
        if (catalog.Quarantined.TryGetValue(name, out var reason))
            throw new AxleException(ErrorKind.Refused, $"'{name}' is in quarantine: {reason}");
        throw new AxleException(ErrorKind.NotFound, $"There is no tool '{name}'. " +
            (NearestName.Find(name, catalog.Tools.Select(static t => t.Description.Name)) is { } nearest ? $"Did you mean '{nearest}'?"
                : "'ax tool list' shows those there are."));
    }

    public static ToolRowPart PartOf(ToolDescription tool) =>
        new(tool.Name, tool.Purpose, tool.Origin, EffectOf(tool), tool.Idempotent, tool.Approval?.Message);

    public static void Write(Invocation call, IEnumerable<ToolDescription> tools) => TextTable.Write(
        call.Outside.Output, ["TOOL", "ORIGIN", "CHANGES", "ASKS", "PURPOSE"], tools.Select(static t => (string[])
        [
            t.Name, t.Origin, EffectOf(t), t.Approval is null ? "-" : "a person", Words.OneLine(t.Purpose, LongestPurpose),
        ]));

    private static string EffectOf(ToolDescription tool) => tool.Effect switch
    {
        ToolEffect.None => "nothing",
        ToolEffect.Local => "its own files",
        _ => "the world",
    };
}
