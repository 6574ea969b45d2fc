using Axle.Models.Answers;
using Axle.Models.Budget;
using Axle.Models.Telemetry;
using Axle.Models.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Routing;

/// <summary>The last part of the way of a call, read from the inside out.</summary>
internal static class ModelConnection
{
    /// <summary>Makes the client of a deployment.</summary>
    public static IChatClient Open(Deployment deployment, SpendingBook book, TimeProvider time)
    {
        var provider = deployment.Provider.Connect(deployment.Options, deployment.Model, time);
        provider.GetService<RateLimitGauge>()?.Listen(deployment.Limit.Hear);
        var schema = new SchemaPromptChatClient(provider, deployment.Provider.Description, deployment.Card);
        var span = new SpanChatClient(schema, deployment.Provider.Description.TelemetryName, deployment.Model, time);
        return deployment.IsOffline
            ? span
            : new BudgetChatClient(span, new BudgetedDeployment(deployment.Options.Name, deployment.Model, deployment.Card), book, time);
    }
}
