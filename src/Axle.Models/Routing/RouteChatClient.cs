using System.Runtime.CompilerServices;
using Axle.Models.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Axle.Models.Routing;

/// <summary>Chooses who is asked, and asks the next one when that can cure a failure.</summary>
internal sealed class RouteChatClient(ProviderChain chain, DeploymentClients clients, TimeProvider time, ILogger logger) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = ModelCall.Of(options);
        var course = new RoutingCourse(call.Request, chain.Plan(call.Request));
        while (true)
        {
            Choose(call, course);
            var client = clients.For(course.Current, out var isShared);
            try
            {
                var began = time.GetTimestamp();
                var response = await client.GetResponseAsync(messages, options, cancellationToken);
                var usage = ModelUsage.From(response.Usage);
                logger.Answered(call.Provider, call.Model, time.GetElapsedTime(began).TotalMilliseconds, usage.InputTokens, usage.OutputTokens);
                Charge(call, course.Current, usage);
                return response;
            }
            catch (AxleException e) when (!course.IsAtEnd && FallbackRule.MovesOn(e.Error.Kind, call.Request.LastAttempt))
            {
                logger.FellBack(call.Provider, call.Model, e.Error.Kind.ToName(), e.Message);
                course.Fail(e.Error);
            }
            finally
            {
                if (!isShared)
                    client.Dispose();
            }
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var call = ModelCall.Of(options);
        var course = new RoutingCourse(call.Request, chain.Plan(call.Request));
        Choose(call, course);
        var client = clients.For(course.Current, out _);
        await foreach (var update in client.GetStreamingResponseAsync(messages, options, cancellationToken))
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType?.IsInstanceOfType(this) is true ? this : null;

    public void Dispose() => clients.Dispose();

    private void Choose(ModelCall call, RoutingCourse course)
    {
        var decision = course.ChooseNext();
        logger.Chosen(decision.Chosen, decision.Model, decision.Reason);
        call.Decisions = call.Decisions.Add(decision);
        call.Provider = course.Current.Options.Name;
        call.Model = course.Current.Model;
        call.Offline = course.Current.Options.Kind == ProviderChain.OfflineName;
    }

    private static void Charge(ModelCall call, PlannedCandidate candidate, ModelUsage usage)
    {
        var usd = (usage.InputTokens * candidate.Options.InputPrice + usage.OutputTokens * candidate.Options.OutputPrice) / 1_000_000;
        call.Charges = call.Charges.Add(new ModelCharge(candidate.Options.Name, candidate.Model, usage, usd, []));
    }
}
