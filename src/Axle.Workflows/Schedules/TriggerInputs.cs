using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Workflows.Schedules;

/// <summary>The inputs of a run that a trigger starts.</summary>
/// <param name="environment">What <c>env</c> holds in the expressions of <c>with</c>; null for nothing.</param>
internal sealed class TriggerInputs(IReadOnlyDictionary<string, string>? environment)
{
    private readonly ExpressionValue _environment = ExpressionValue.Of(
        (environment ?? new Dictionary<string, string>()).Select(static e => KeyValuePair.Create(e.Key, ExpressionValue.Of(e.Value))).ToArray());

    /// <summary>What <c>with</c> gives.</summary>
    /// <exception cref="AxleException">Validation: an expression has no value.</exception>
    public Payload Evaluate(Template? with, DateTimeOffset now)
    {
        if (with is null)
            return Payload.EmptyObject;
        try
        {
            return Payload.From(with.Evaluate(new ExpressionScope(now).With("env", _environment)));
        }
        catch (ExpressionException exception)
        {
            throw new AxleException(ErrorKind.Validation, $"The trigger's 'with' has no value: {exception.Message}", exception);
        }
    }

    /// <summary>The fields of a message that are inputs of the workflow, and what <c>with</c> gives, which wins. Other fields are left out.</summary>
    /// <exception cref="AxleException">Validation: an expression has no value.</exception>
    public Payload Merge(Workflow workflow, JsonElement message, Template? with, DateTimeOffset now)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in message.EnumerateObject().Where(f => workflow.Inputs.ContainsKey(f.Name)))
            values[field.Name] = field.Value;
        foreach (var field in Evaluate(with, now).Value.EnumerateObject())
            values[field.Name] = field.Value;
        return Payload.From(JsonObjects.From(values));
    }
}
