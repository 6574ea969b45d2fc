using System.Globalization;
using Axle.Agents.Connections;
using YamlDotNet.RepresentationModel;

namespace Axle.Server.Configuration;

/// <summary>Reads <c>server: agents:</c>: how agents that connect are dealt with.</summary>
internal static class AgentSettings
{
    private const string Place = "server.agents";
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    /// <summary>The settings; what is not there stays as it is by itself.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: something in it is wrong; the message has the place and the cure.</exception>
    public static ConnectionOptions Read(YamlNode node, string file)
    {
        var given = ServerSettings.Entries(
            node, file, Place, "heartbeat", "lease", "patience", "mostAgents", "mostProcesses", "mostTasks", "mostWaiting", "largestMessage");
        var usual = new ConnectionOptions();
        var read = new ConnectionOptions
        {
            Heartbeat = Time("heartbeat", usual.Heartbeat),
            Lease = Time("lease", usual.Lease),
            Patience = Time("patience", usual.Patience),
            MostAgents = Number("mostAgents", usual.MostAgents),
            MostProcesses = Number("mostProcesses", usual.MostProcesses),
            MostTasks = Number("mostTasks", usual.MostTasks),
            MostWaiting = Number("mostWaiting", usual.MostWaiting),
            LargestMessage = Number("largestMessage", usual.LargestMessage),
        };
        try
        {
            read.Validate();
            return read;
        }
        catch (AxleException fault)
        {
            throw new AxleException(ErrorKind.Validation, $"{file}({node.Start.Line},{node.Start.Column}): {fault.Message}", fault);
        }

        TimeSpan Time(string key, TimeSpan otherwise)
        {
            if (!given.TryGetValue(key, out var value))
                return otherwise;
            var text = ServerSettings.TextOf(given, file, Place, key) ?? "";
            foreach (var (unit, seconds) in Units)
            {
                if (text.EndsWith(unit, StringComparison.Ordinal)
                    && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var many)
                    && many * seconds <= 1_000_000)
                    return TimeSpan.FromSeconds(many * seconds);
            }

            throw ServerSettings.Fault(file, value, $"{Place}.{key}", "must be a time with its unit, for example 500ms, 30s or 5m.");
        }

        int Number(string key, int otherwise) => !given.TryGetValue(key, out var value) ? otherwise
            : int.TryParse(ServerSettings.TextOf(given, file, Place, key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw ServerSettings.Fault(file, value, $"{Place}.{key}", "must be a whole number.");
    }
}
