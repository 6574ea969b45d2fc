using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Language;
using Axle.Workflows.Definition.Shapes;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Validation;

/// <summary>Checks that everything an expression reads exists where it stands. Runs when the whole file is read.</summary>
internal sealed class ReferenceCheck(ReadingContext context)
{
    private static readonly string[] Contexts = ["inputs", "variables", "steps", "item", "index", "loop", "run", "env", "secrets"];

    private readonly StepReferenceCheck _steps = new(context);

    /// <summary>Checks all expressions of the file.</summary>
    public void Check()
    {
        foreach (var used in context.Expressions.Used)
        {
            foreach (var reference in used.Expression.References)
                Check(used, reference);
        }
    }

    private void Check(UsedExpression used, ContextReference reference)
    {
        var root = reference.Root.ToLowerInvariant();
        if (IsItemName(used.Scope, reference.Root))
            return;
        if (!Contexts.Contains(root))
        {
            var known = Contexts.Where(c => IsHere(used, c)).ToList();
            var nearest = context.Nearest(reference.Root, Contexts);
            Add(
                FaultCode.UnknownContext, used, reference, $"'{Shown.Text(reference.Root)}' is not a context that expressions can read.",
                nearest is null ? $"Known here: {string.Join(", ", known)}. Text goes in single quotes: 'text'." : $"Did you mean '{nearest}'?");
        }
        else if (root == "secrets" && used.Place != ExpressionPlace.StepInput)
        {
            Add(
                FaultCode.SecretNotHere, used, reference, "secrets cannot be read here, because this value is written to the run's history.",
                "Read secrets only in the 'with' of a step or in the 'environment' of 'run'.");
        }
        else if (root == "secrets" && !context.AllowNotExecutable)
        {
            Add(
                FaultCode.NotExecutable, used, reference, "'secrets' are part of the language but cannot be read in this version.",
                ExecutableSupport.InsteadOf(root)!);
        }
        else if (!IsHere(used, root))
        {
            Add(FaultCode.ContextNotHere, used, reference, $"'{root}' cannot be read here.", WhereItIs(root));
        }
        else if (root == "steps")
        {
            _steps.Check(used, reference);
        }
        else if (root is "inputs" or "variables" && reference.Path.Count > 0)
        {
            CheckName(used, reference, root);
        }
    }

    private void CheckName(UsedExpression used, ContextReference reference, string root)
    {
        var names = root == "inputs" ? context.Names.Inputs : context.Names.Variables;
        if (names is null || names.Contains(reference.Path[0]))
            return;
        var sort = root == "inputs" ? "input" : "variable";
        var nearest = context.Nearest(reference.Path[0], names);
        Add(
            root == "inputs" ? FaultCode.UnknownInput : FaultCode.UnknownVariable, used, reference,
            $"{sort} '{Shown.Text(reference.Path[0])}' is not declared.",
            nearest is null ? $"Declare it under '{root}' of the workflow." : $"Did you mean '{nearest}'?");
    }

    private static bool IsHere(UsedExpression used, string root) => root switch
    {
        "env" => true,
        "inputs" or "run" => used.Place != ExpressionPlace.BeforeRun,
        "variables" or "steps" => used.Place is not (ExpressionPlace.BeforeRun or ExpressionPlace.BeforeSteps),
        "secrets" => used.Place == ExpressionPlace.StepInput,
        "item" or "index" => IsInside(used.Scope, ScopeKind.ForEach),
        _ => IsInside(used.Scope, ScopeKind.Loop),
    };

    private static string WhereItIs(string root) => root switch
    {
        "item" or "index" => "It exists only in the steps of a 'forEach'.",
        "loop" => "It exists only in the steps and conditions of a 'loop'.",
        "steps" => "No step has run yet at this point; use 'inputs'.",
        _ => "The run does not exist yet at this point; write the value itself.",
    };

    private static bool IsInside(StepScope? scope, ScopeKind kind)
    {
        while (scope is not null && scope.Kind != kind)
            scope = scope.Parent;
        return scope is not null;
    }

    private static bool IsItemName(StepScope? scope, string name)
    {
        for (; scope is not null; scope = scope.Parent)
        {
            if (name.Equals(scope.ItemName, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private void Add(FaultCode code, UsedExpression used, ContextReference reference, string message, string cure) =>
        context.Faults.Add(code, used.Text, used.Locate(context.Faults.Source, reference.Position), message, cure);
}
