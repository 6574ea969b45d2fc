using System.Text.Json;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>The <c>steps</c> context: the steps of a scope and of the scopes around it, read when asked.</summary>
/// <param name="scope">The scope.</param>
/// <param name="judged">A step whose result is being checked; null for none.</param>
/// <param name="result">That result.</param>
internal sealed class StepsContext(ScopeState scope, StepState? judged = null, Payload? result = null) : IExpressionObject
{
    public IEnumerable<string> Keys
    {
        get
        {
            for (var at = scope; at is not null; at = at.Parent)
            {
                foreach (var step in at.Steps)
                    yield return step.Definition.Key;
            }
        }
    }

    public bool TryGet(string key, out ExpressionValue value)
    {
        var step = scope.Find(key);
        value = step is null ? default : ExpressionValue.Of(new StepContextObject(step, step == judged ? result : step.Output));
        return step is not null;
    }

    private sealed class StepContextObject(StepState step, Payload? output) : IExpressionObject
    {
        public IEnumerable<string> Keys => ["output", "status", "error", "attempts"];

        public bool TryGet(string key, out ExpressionValue value)
        {
            switch (key.ToLowerInvariant())
            {
                case "output":
                    value = output is null ? default : ExpressionValue.FromJson(output.Value);
                    return true;
                case "status":
                    value = ExpressionValue.Of(JsonNamingPolicy.CamelCase.ConvertName(step.Status.ToString()));
                    return true;
                case "error":
                    value = step.Error is { } error ? ExpressionValue.Of(Members(error)) : default;
                    return true;
                case "attempts":
                    value = ExpressionValue.Of((double)step.Attempt);
                    return true;
                default:
                    value = default;
                    return false;
            }
        }

        private static IEnumerable<KeyValuePair<string, ExpressionValue>> Members(AxleError error) =>
        [
            KeyValuePair.Create("kind", ExpressionValue.Of(error.Kind.ToName())),
            KeyValuePair.Create("message", ExpressionValue.Of(error.Message)),
        ];
    }
}
