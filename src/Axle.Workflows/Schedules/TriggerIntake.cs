using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Schedules;

/// <summary>Turns webhooks and named events into starts of runs. Whoever listens on the network is outside: this sees bodies and headers.</summary>
/// <param name="start">Starts a run. It must be idempotent by <see cref="TriggeredStart.Key"/>, and return when the run is durable.</param>
/// <param name="secrets">Finds a secret by name; null when there is none of that name.</param>
/// <param name="time">The clock.</param>
/// <param name="environment">What <c>env</c> holds in the expressions of <c>with</c>; null for nothing.</param>
public sealed class TriggerIntake(
    Func<TriggeredStart, CancellationToken, Task> start, Func<string, CancellationToken, ValueTask<string?>> secrets, TimeProvider time,
    IReadOnlyDictionary<string, string>? environment = null)
{
    /// <summary>Largest body of a webhook, in bytes.</summary>
    public const int LargestBody = 1024 * 1024;

    private const int LongestId = 200;
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = Payload.MaxDepth, AllowDuplicateProperties = false };
    private readonly TriggerInputs _inputs = new(environment);

    /// <summary>Starts the run that a webhook asks for.</summary>
    /// <returns>What was started.</returns>
    /// <exception cref="AxleException">
    /// NotFound: the workflow has no webhook. Authentication: the signature is missing or wrong, or its secret is not set. Validation: the body is
    /// too large or no JSON object, or the id is no id. Or what the start throws.
    /// </exception>
    public async Task<TriggeredStart> ReceiveAsync(Workflow workflow, WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var webhook = workflow.On?.Webhook
            ?? throw new AxleException(ErrorKind.NotFound, $"Workflow '{workflow.Name}' has no webhook. Add 'on: {{ webhook: {{}} }}' to it.");
        if (delivery.Body.Length > LargestBody)
            throw new AxleException(ErrorKind.Validation, $"The body has {delivery.Body.Length} bytes; a webhook takes at most {LargestBody}.");
        CheckId(delivery.Id);
        if (webhook.Secret is { } secret)
            await CheckSignatureAsync(workflow, secret, delivery, cancellationToken);
        using var body = Parse(delivery.Body);
        var triggered = new TriggeredStart(
            workflow, _inputs.Merge(workflow, body.RootElement, webhook.With, time.GetUtcNow()),
            delivery.Id is { } id ? $"webhook/{workflow.Name}/{id}" : null, "webhook");
        await start(triggered, cancellationToken);
        return triggered;
    }

    /// <summary>Starts every workflow that listens for an event. One that cannot be started keeps no other from starting.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="workflows">The workflows that may listen for it.</param>
    /// <param name="cancellationToken">Cancels what was not started yet.</param>
    /// <returns>What became of it, a row for each time a workflow names the event; empty when none listens.</returns>
    /// <exception cref="AxleException">Validation: the data is no JSON object, or the id is no id.</exception>
    public async Task<IReadOnlyList<EventStart>> PublishAsync(NamedEvent happened, IEnumerable<Workflow> workflows, CancellationToken cancellationToken)
    {
        CheckId(happened.Id);
        if (happened.Data.Value.ValueKind != JsonValueKind.Object)
            throw new AxleException(ErrorKind.Validation, $"The data of event '{happened.Name}' is a JSON object: input name to value.");
        var starts = new List<EventStart>();
        foreach (var workflow in workflows)
        {
            foreach (var (number, trigger) in (workflow.On?.Events ?? []).Index().Where(e => e.Item.Name == happened.Name))
                starts.Add(await StartAsync(workflow, number, trigger, happened, cancellationToken));
        }

        return starts;
    }

    private async Task<EventStart> StartAsync(
        Workflow workflow, int number, EventTrigger trigger, NamedEvent happened, CancellationToken cancellationToken)
    {
        try
        {
            var triggered = new TriggeredStart(
                workflow, _inputs.Merge(workflow, happened.Data.Value, trigger.With, time.GetUtcNow()),
                happened.Id is { } id ? $"event/{happened.Name}/{number}/{id}" : null, $"event {happened.Name}");
            await start(triggered, cancellationToken);
            return new EventStart(workflow.Name, triggered, null);
        }
        catch (AxleException exception)
        {
            return new EventStart(workflow.Name, null, exception.Error);
        }
    }

    private async Task CheckSignatureAsync(Workflow workflow, string secret, WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var key = await secrets(secret, cancellationToken);
        if (string.IsNullOrEmpty(key))
            throw new AxleException(ErrorKind.Authentication, $"Secret '{secret}', which signs webhooks of workflow '{workflow.Name}', is not set here.");
        if (delivery.Signature is not { } signature)
        {
            throw new AxleException(
                ErrorKind.Authentication,
                $"The request is not signed. Workflow '{workflow.Name}' wants 'sha256=' and the HMAC-SHA256 of the body in hexadecimal, made with its secret.");
        }

        if (!WebhookSignature.IsRight(signature, delivery.Body.Span, key))
        {
            throw new AxleException(
                ErrorKind.Authentication, $"The signature is not that of this body. Sender and workflow '{workflow.Name}' must have the same secret '{secret}'.");
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, Reading);
        }
        catch (JsonException exception)
        {
            throw new AxleException(ErrorKind.Validation, $"The body is no JSON: {exception.Message}", exception);
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;
        var kind = document.RootElement.ValueKind;
        document.Dispose();
        throw new AxleException(ErrorKind.Validation, $"The body is a JSON object, input name to value; this one is of kind {kind}.");
    }

    private static void CheckId(string? id)
    {
        if (id is not null && (id.Length is 0 or > LongestId || id.Any(char.IsControl)))
            throw new AxleException(ErrorKind.Validation, $"The id of a delivery has 1 to {LongestId} characters without control characters.");
    }
}
