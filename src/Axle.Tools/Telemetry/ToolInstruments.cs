using System.Diagnostics.Metrics;
using Axle.Tools.Healing;

namespace Axle.Tools.Telemetry;

/// <summary>Counts of what tools are asked and spared. Tags are names of tools and rungs, never arguments.</summary>
internal static class ToolInstruments
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Axle.Tools";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> CaughtCalls = Meter.CreateCounter<long>("axle.tool.calls.caught", "{call}", "Bad calls caught before anything ran.");
    private static readonly Counter<long> HealedCalls = Meter.CreateCounter<long>("axle.tool.calls.healed", "{call}", "Bad calls that were mended whole.");
    private static readonly Counter<long> Mends = Meter.CreateCounter<long>("axle.tool.mends", "{mend}", "Single mends, by rung.");
    private static readonly Counter<long> AskedCalls = Meter.CreateCounter<long>("axle.tool.calls.asked_again", "{call}", "Bad calls given back to the model.");
    private static readonly Counter<long> GivenUpCalls = Meter.CreateCounter<long>("axle.tool.calls.given_up", "{call}", "Bad calls that nobody mended.");

    public static void Caught(string tool) => CaughtCalls.Add(1, Tool(tool));

    public static void Healed(string tool, IEnumerable<Mend> mends)
    {
        HealedCalls.Add(1, Tool(tool));
        foreach (var mend in mends)
        {
            Mends.Add(1, Tool(tool), new KeyValuePair<string, object?>("axle.tool.rung", mend.Rung.ToString()));
        }
    }

    public static void AskedAgain(string tool) => AskedCalls.Add(1, Tool(tool));

    public static void GivenUp(string tool) => GivenUpCalls.Add(1, Tool(tool));

    private static KeyValuePair<string, object?> Tool(string name) => new("gen_ai.tool.name", name);
}
