using System.Collections.Immutable;
using System.Text.Json;
using Axle.Schemas;
using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Shapes;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Definition.Validation;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Language;

/// <summary>The keys inside step settings: <c>fallback</c>, <c>onError</c>, <c>cache</c>, <c>gate</c>.</summary>
internal static class SettingLanguage
{
    public static KeyTable<FallbackDraft> FallbackTable { get; } = new(
        "fallback",
        "a 'fallback'",
        new Key<FallbackDraft, string>("agent", Values.Word, "Another agent.", "agent: writer", static (f, v) => f with { Agent = v }),
        new Key<FallbackDraft, string>(
            "action", Values.Word, "Another action.", "action: write-summary", static (f, v) => f with { Action = v }),
        new Key<FallbackDraft, Template>(
            "prompt", Values.StepText, "A model call instead.", "prompt: Summarise ${{ inputs.text }}",
            static (f, v) => f with { Prompt = v }),
        new Key<FallbackDraft, (
            JsonElement Json,
            JsonSchema Schema)>("output", Values.Schema, "JSON Schema of the answer to 'prompt'.", "output: { type: object }", static (f, v) => f with { Output = v.Json }),
        new Key<FallbackDraft, string>(
            "tool", Values.Word, "A tool call instead.", "tool: search-index", static (f, v) => f with { Tool = v }),
        new Key<FallbackDraft, string>(
            "provider", Values.Line, "Another model provider.", "provider: openai", static (f, v) => f with { Provider = v }),
        new Key<FallbackDraft, string>("model", Values.Line, "Another model.", "model: gpt-5", static (f, v) => f with { Model = v }),
        new Key<FallbackDraft, Template>(
            "with", Values.StepInputs, "Other inputs.", "with: { depth: 1 }", static (f, v) => f with { With = v }));

    public static Shape<ImmutableArray<FallbackDraft>> Fallbacks { get; } = new ListShape<FallbackDraft>(
        "a list of fallbacks", new MappingShape<FallbackDraft, FallbackDraft>(FallbackTable, static _ => new FallbackDraft(), FinishFallback), 1, 20, orSingle: true);

    public static KeyTable<ErrorHandler> HandlerTable { get; } = new(
        "errorHandler",
        "a handler of 'onError'",
        new Key<ErrorHandler, ImmutableArray<ErrorKind>>(
            "kinds", new ListShape<ErrorKind>("a list of error kinds", Values.Error, 0, 20, orSingle: true),
            "Kinds of error; without it every kind.", "kinds: [timeout, network]", static (h, v) => h with { Kinds = v }),
        new Key<ErrorHandler, ImmutableArray<Step>>(
            "steps", new StepsShape(ScopeKind.AfterStep), "What to do; may read steps.<key>.error of the failed step.",
            "steps: [{ key: tell, tool: notify }]", static (h, v) => h with { Steps = v })
        { Required = true });

    private static readonly MapShape<ImmutableArray<Step>> HandlersByKind = new(
        "a mapping of error kinds to steps", Values.StepKey, new StepsShape(ScopeKind.AfterStep), 20);

    public static Shape<ImmutableArray<ErrorHandler>> OnError { get; } = new HandlersShape(
        HandlersByKind,
        new ListShape<ErrorHandler>("a list of handlers", new MappingShape<ErrorHandler, ErrorHandler>(HandlerTable, static _ => new ErrorHandler([], []), Same), 1, 20));

    public static KeyTable<StepCache> CacheTable { get; } = new(
        "cache",
        "'cache'",
        new Key<StepCache, Template>(
            "key", Values.StepText, "Text that is the same when the result may be reused.", "key: review-${{ inputs.commit }}",
            static (c, v) => c with { Key = v })
        { Required = true },
        new Key<StepCache, TimeSpan>(
            "ttl", Values.Time, "How long a result may be reused.", "ttl: 7d", static (c, v) => c with { Ttl = v }));

    public static Shape<StepCache> Cache { get; } = new MappingShape<StepCache, StepCache>(CacheTable, static _ => new StepCache(null!, null), Same);

    public static KeyTable<GateCheck> GateTable { get; } = new(
        "gateCheck",
        "a check of 'gate'",
        new Key<GateCheck, string>("name", Values.Line, "What is checked.", "name: all tests pass", static (g, v) => g with { Name = v }),
        new Key<GateCheck, Expression>(
            "check", new ConditionShape(ExpressionPlace.Gate), "Condition that must hold; may read the step's own output.",
            "check: ${{ steps.test.output.failed == 0 }}", static (g, v) => g with { Check = v })
        { Required = true },
        new Key<GateCheck, string>(
            "message", Values.Paragraph, "What to say when it does not hold.", "message: Some tests failed",
            static (g, v) => g with { Message = v }));

    public static Shape<ImmutableArray<GateCheck>> Gate { get; } = new ListShape<GateCheck>(
        "a list of checks", new MappingShape<GateCheck, GateCheck>(GateTable, static _ => new GateCheck(null, null!, null), Same), 1, 50, orSingle: true);

    /// <summary>Takes the draft as it is.</summary>
    public static bool Same<T>(ReadingContext context, Node node, T draft, out T value)
    {
        value = draft;
        return true;
    }

    private static bool FinishFallback(ReadingContext context, Node node, FallbackDraft draft, out FallbackDraft value)
    {
        value = draft;
        var kinds = new[] { draft.Prompt is null ? null : "prompt", draft.Tool, draft.Agent ?? draft.Action }.Count(static k => k is not null);
        if (kinds > 1)
            context.Faults.Add(FaultCode.TwoKinds, node, "this fallback does more than one thing.", "Keep one of 'agent' with 'action', 'prompt' and 'tool'; make a list of several fallbacks.");
        else if (node.Entries.Count == 0)
            context.Faults.Add(FaultCode.NoKind, node, "this fallback changes nothing.", "Name another agent, action, prompt, tool, provider, model or other inputs.");
        if (draft.Output is not null && draft.Prompt is null)
            context.Faults.Add(FaultCode.KeyOfAnotherKind, node.Find("output")!, "'output' belongs to 'prompt', which this fallback does not have.", "Remove it.");
        return true;
    }
}
