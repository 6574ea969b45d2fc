using System.CommandLine;
using System.Globalization;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;

namespace Axle.Cli.Commands.Gateway;

/// <summary><c>ax gateway status</c>: how the providers of a running gateway stand.</summary>
internal sealed class GatewayStatusCommand : AxCommand
{
    private readonly Option<string> _url = new("--url")
    {
        Description = "Where the gateway listens. Default: http://127.0.0.1:4180.",
        HelpName = "URL",
        DefaultValueFactory = static _ => "http://127.0.0.1:4180",
    };

    public GatewayStatusCommand(CommandContext context)
        : base(context, "status", "Show how the providers of a running gateway stand: breaker, error rate, time, load and limits.",
            new("ax gateway status", "The gateway of this machine"),
            new("ax gateway status --url https://gateway.example.com", "Another one, with the key in AXLE_GATEWAY_KEY"),
            new("ax gateway status --json | jq '.deployments[] | select(.circuit != \"closed\")'", "Who is out, since when and why"))
    {
        Add(_url);
        Remarks =
        [
            "ERRORS is the share of failures lately, TIME the moving average of answers, A MINUTE what was asked in the last sixty seconds. LEFT is what the "
            + "limits of the key have left, which all models of an entry share. 'ax provider list' shows what is configured here, without a gateway.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        using var gateway = new RunningGateway(call.Get(_url)!, call.Outside.Environment);
        var status = await gateway.StatusAsync(cancellationToken);
        if (call.Json)
        {
            call.WriteDocument(status, CliJson.Context.GatewayStatusDocument);
            return ExitCodes.Success;
        }

        TextTable.Write(
            call.Outside.Output,
            ["PROVIDER", "MODEL", "KEY", "UNDER WAY", "A MINUTE", "ERRORS", "TIME", "LEFT", "STATE"],
            status.Deployments.Select(d => Row(d, status.At)));
        call.Note($"Runs for {Words.Of(status.At - status.StartedAt)}; {Words.Count(status.UnderWay - 1, "other request")} under way.");
        return ExitCodes.Success;
    }

    private static string[] Row(DeploymentPart told, DateTimeOffset now) =>
    [
        told.Provider,
        told.Model.Length > 0 ? told.Model : "-",
        told.Key ?? "-",
        told.UnderWay.ToString(CultureInfo.InvariantCulture),
        $"{Words.Count(told.RequestsLastMinute, "request")}, {Words.Count(told.TokensLastMinute, "token")}",
        string.Create(CultureInfo.InvariantCulture, $"{told.ErrorRate * 100:0.#}%"),
        told.LatencyMs is { } time ? Words.Of(TimeSpan.FromMilliseconds(time)) : "-",
        told.Limits is { } limits ? string.Join(", ", new[] { Left(limits.Requests, "request"), Left(limits.Tokens, "token") }.OfType<string>()) : "-",
        told.Obstacle ?? State(told, now),
    ];

    private static string? Left(LimitPart? part, string noun) => part switch
    {
        null => null,
        { Limit: { } limit } => string.Create(CultureInfo.InvariantCulture, $"{part.Left:N0} of {Words.Count(limit, noun)}"),
        _ => Words.Count(part.Left, noun),
    };

    private static string State(DeploymentPart told, DateTimeOffset now)
    {
        var since = told.Since is { } at ? $" for {Words.Of(now - at)}" : "";
        return told.Circuit switch
        {
            "open" when told.OpenUntil > now => $"out{since} ({told.Cause}), next probe in {Words.Of(told.OpenUntil.Value - now)}",
            "open" => $"out{since} ({told.Cause}), the next call is a probe",
            "halfOpen" => $"is being probed{since} ({told.Cause})",
            _ => told.RequestsLastMinute > 0 || told.LatencyMs is not null ? $"well{since}" : "not asked yet",
        };
    }
}
