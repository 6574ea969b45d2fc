using System.Collections.Immutable;
using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Language;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Definition.Validation;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>Reads one step with a table of keys, and checks what no single key can know: that it does exactly one thing.</summary>
internal static class StepReading
{
    private const string UndoKey = "undo";

    /// <summary>Reads a step and adds it to the context's scope; false when it does nothing that could be understood.</summary>
    public static bool TryRead(ReadingContext context, Node node, Key key, KeyTable<StepDraft> table, out Step step)
    {
        step = null!;
        var entry = new StepEntry(node);
        var scope = context.Scope!;
        context.StepIndex = scope.Steps.Count;
        scope.Steps.Add(entry);
        if (node.Kind != NodeKind.Mapping)
        {
            context.WrongType(node, key, "a step, which is a mapping with a key and what it does", table.Title);
            return false;
        }

        var draft = table.Read(context, node, new StepDraft(entry), static (draft, key, keyNode) => draft.Note(key, keyNode));
        if (entry.Key.Length == 0 && table == StepLanguage.Undo && node.Find("key") is null)
            entry.Key = UndoKey;
        AddKey(context, scope, entry);
        if (!TryFindAction(context, draft, out var action))
            return false;
        step = Finish(draft, action, context.Defaults);
        return true;
    }

    private static void AddKey(ReadingContext context, StepScope scope, StepEntry entry)
    {
        if (entry.Key.Length == 0 || scope.Indexes.TryAdd(entry.Key, context.StepIndex))
            return;
        var first = scope.Steps[scope.Indexes[entry.Key]];
        var line = context.Faults.Source.Position(first.KeyNode.Offset).Line;
        var same = first.Key == entry.Key ? "is also the key of the step" : $"differs only in letter case from '{first.Key}'";
        context.Faults.Add(
            FaultCode.DuplicateStep, entry.KeyNode, $"step key '{entry.Key}' {same} in line {line}.", "Give each step of a list its own key.");
    }

    private static bool TryFindAction(ReadingContext context, StepDraft draft, out StepAction action)
    {
        action = null!;
        if (draft.Kinds.Count == 0)
        {
            context.Faults.Add(
                FaultCode.NoKind, draft.Entry.KeyNode, $"{Name(draft)} does nothing.", $"Give it one of these keys: {string.Join(", ", StepLanguage.Kinds)}.");
            return false;
        }

        var (kind, _) = draft.Kinds[0];
        foreach (var (other, keyNode) in draft.Kinds)
        {
            if (other.Kind == kind.Kind)
                continue;
            context.Faults.Add(
                FaultCode.TwoKinds, keyNode, $"{Name(draft)} has both '{kind.Name}' and '{other.Name}', but a step does one thing.", "Make two steps of it.");
            return false;
        }

        foreach (var (part, keyNode) in draft.Parts)
        {
            if (!part.OnlyFor.Contains(kind.Kind))
            {
                context.Faults.Add(
                    FaultCode.KeyOfAnotherKind, keyNode, $"'{part.Name}' belongs to '{string.Join("' and '", part.OnlyFor)}' steps; {Name(draft)} is a '{kind.Kind}' step.",
                    "Remove it, or change what the step does.");
            }
        }

        return kind.Kind == AgentKind ? TryMakeAgent(context, draft, out action) : (action = draft.Action!) is not null;
    }

    private static string Name(StepDraft draft) => draft.Entry.Key.Length > 0 ? $"step '{draft.Entry.Key}'" : "this step";

    private const string AgentKind = "agent";

    private static bool TryMakeAgent(ReadingContext context, StepDraft draft, out StepAction action)
    {
        action = new AgentAction(draft.Agent, draft.AgentAction ?? "");
        if (draft.Kinds.Exists(static k => k.Key.Name == "action"))
            return draft.AgentAction is not null;
        context.Faults.Add(
            FaultCode.MissingKey, draft.Kinds[0].Node, $"{Name(draft)} names an agent but no 'action'.", "Say what the agent does, for example 'action: review-code'.");
        return false;
    }

    private static Step Finish(StepDraft draft, StepAction action, StepDefaults defaults) => new()
    {
        Key = draft.Entry.Key,
        Action = draft.Output is { } output && action is PromptAction prompt ? prompt with { Output = output } : action,
        Description = draft.Description,
        DependsOn = Texts(draft.Entry.DependsOn),
        When = draft.When,
        With = draft.With,
        Provider = draft.Provider ?? defaults.Provider,
        Model = draft.Model ?? (draft.Provider is null || draft.Provider == defaults.Provider ? defaults.Model : null),
        Retry = draft.Retry ?? defaults.RetryOf(action),
        Timeout = draft.Timeout ?? defaults.TimeoutOf(action),
        AttemptTimeout = draft.AttemptTimeout ?? defaults.AttemptTimeoutOf(action),
        Fallbacks = draft.Fallbacks.IsEmpty ? [] : Finish(draft.Fallbacks, action),
        OnError = draft.OnError,
        Effect = draft.Effect,
        ContinueOnError = draft.ContinueOnError,
        Compensate = draft.Compensate,
        CircuitBreaker = draft.CircuitBreaker,
        Bulkhead = draft.Bulkhead,
        Cache = draft.Cache,
        Priority = draft.Priority,
        Gate = draft.Gate,
        Guardrails = draft.Guardrails,
    };

    private static ImmutableArray<Fallback> Finish(ImmutableArray<FallbackDraft> drafts, StepAction action) => [.. drafts.Select(f => f.Finish(action))];

    private static ImmutableArray<string> Texts(List<Node> nodes)
    {
        if (nodes.Count == 0)
            return [];
        var texts = ImmutableArray.CreateBuilder<string>(nodes.Count);
        foreach (var node in nodes)
            texts.Add(node.Text);
        return texts.MoveToImmutable();
    }
}
