using System.Text.Json;
using Axle.Models;
using Axle.Models.Health;
using Axle.Models.Limits;
using Axle.Models.Routing;
using Axle.Models.Wire;
using Axle.Server.OpenAi.Json;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.OpenAi.Status;

/// <summary><c>GET /gateway/status</c>: how every deployment stands in this process; no names of callers, no keys, no addresses.</summary>
internal sealed class StatusEndpoint(ModelGateway models, TimeProvider time)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <summary>Answers.</summary>
    /// <param name="http">The request.</param>
    /// <param name="underWay">Requests that are being answered, this one included.</param>
    public Task AnswerAsync(HttpContext http, int underWay) => JsonAnswer.WriteAsync(http, (Self: this, UnderWay: underWay), static (writer, x) =>
    {
        writer.WriteStartObject();
        writer.WriteString("at"u8, x.Self.Time.GetUtcNow());
        writer.WriteString("startedAt"u8, x.Self._startedAt);
        writer.WriteNumber("underWay"u8, x.UnderWay);
        writer.WriteStartArray("deployments"u8);
        foreach (var deployment in x.Self.Models.LookAtDeployments())
            Write(writer, deployment);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private TimeProvider Time => time;

    private ModelGateway Models => models;

    private static void Write(Utf8JsonWriter writer, DeploymentStanding deployment)
    {
        writer.WriteStartObject();
        writer.WriteString("provider"u8, deployment.Provider);
        writer.WriteString("model"u8, deployment.Model);
        if (deployment.Key.Length > 0)
            writer.WriteString("key"u8, deployment.Key);
        if (deployment.Obstacle is { } obstacle)
            writer.WriteString("obstacle"u8, obstacle);
        writer.WriteNumber("underWay"u8, deployment.UnderWay);
        writer.WriteNumber("requestsLastMinute"u8, deployment.RequestsLastMinute);
        writer.WriteNumber("tokensLastMinute"u8, deployment.TokensLastMinute);
        Write(writer, deployment.Health, deployment.Since);
        Write(writer, deployment.Limits);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, HealthState health, DateTimeOffset? since)
    {
        writer.WriteString("circuit"u8, JsonNamingPolicy.CamelCase.ConvertName(health.Circuit.ToString()));
        if (since is { } at)
            writer.WriteString("since"u8, at);
        if (health.Circuit != CircuitPosition.Closed)
        {
            writer.WriteString("openUntil"u8, health.OpenUntil);
            writer.WriteString("cause"u8, health.Cause.ToName());
        }

        writer.WriteNumber("errorRate"u8, Math.Round(health.FailureShare, 4));
        writer.WriteNumber("failuresInARow"u8, health.FailuresInARow);
        if (health.Latency > TimeSpan.Zero)
            writer.WriteNumber("latencyMs"u8, Math.Round(health.Latency.TotalMilliseconds, 1));
    }

    private static void Write(Utf8JsonWriter writer, LimitStanding limits)
    {
        if (limits is { Requests: null, Tokens: null })
            return;
        writer.WriteStartObject("limits"u8);
        Write(writer, "requests", limits.Requests);
        Write(writer, "tokens", limits.Tokens);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, RateLimitCount? count)
    {
        if (count is null)
            return;
        writer.WriteStartObject(name);
        if (count.Limit is { } limit)
            writer.WriteNumber("limit"u8, limit);
        writer.WriteNumber("left"u8, count.Left);
        if (count.ResetAt is { } reset)
            writer.WriteString("resetAt"u8, reset);
        writer.WriteEndObject();
    }
}
