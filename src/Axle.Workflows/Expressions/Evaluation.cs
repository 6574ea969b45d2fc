namespace Axle.Workflows.Expressions;

/// <summary>One evaluation under way: its scope and what is left of its budget. Passed by reference, so that none is allocated.</summary>
internal struct Evaluation
{
    /// <summary>Characters that an item of a list counts as.</summary>
    public const int ItemLength = 4;

    private const int CharactersPerStep = 4096;

    private long _steps;
    private long _text;
    private long _carried;

    public Evaluation(IExpressionScope scope, ExpressionBudget? budget)
    {
        budget ??= ExpressionBudget.Default;
        Scope = scope;
        _steps = budget.MaxSteps;
        _text = budget.MaxTextLength;
        _carried = budget.MaxCarried;
    }

    public IExpressionScope Scope { get; }

    /// <summary>Characters that may still be produced.</summary>
    public readonly long TextLeft => _text;

    /// <summary>Without limits, for writing a value that exists already.</summary>
    public static Evaluation Unbounded()
    {
        var evaluation = default(Evaluation);
        evaluation._steps = long.MaxValue;
        evaluation._text = long.MaxValue;
        evaluation._carried = long.MaxValue;
        return evaluation;
    }

    public void Step(int count = 1)
    {
        _steps -= count;
        if (_steps < 0)
        {
            throw ExpressionException.Evaluation("The expression takes too many steps.", "Split it, or work on fewer items.");
        }
    }

    /// <summary>Charges the reading of a text.</summary>
    public void Read(string text) => Step(text.Length / CharactersPerStep);

    /// <summary>Charges a value that is taken over as it is.</summary>
    public void Carry(int bytes)
    {
        Step();
        _carried -= bytes;
        if (_carried < 0)
        {
            throw ExpressionException.Evaluation(
                "The lists and objects that it takes over are too large together.",
                "Put them into a file and hand on its path, or take over less of them.");
        }
    }

    /// <summary>Charges characters; called before they are produced, so that memory never exceeds the budget.</summary>
    public void Produce(long characters)
    {
        _text -= characters;
        if (_text < 0)
        {
            throw ExpressionException.Evaluation("The maximum allowed memory size was exceeded");
        }
    }
}
