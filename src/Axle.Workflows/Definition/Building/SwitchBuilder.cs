namespace Axle.Workflows.Definition.Building;

/// <summary>Cases of which the first that matches is taken.</summary>
public sealed class SwitchBuilder
{
    private readonly Draft _switch;

    internal SwitchBuilder(Draft @switch) => _switch = @switch;

    /// <summary>Adds a case of a switch on a value.</summary>
    /// <param name="value">Matches when it equals the switch's value, as <c>==</c> of expressions compares.</param>
    /// <param name="steps">What to do, a list of its own.</param>
    public SwitchBuilder Case(string value, Action<StepsBuilder> steps)
    {
        _switch.Inner("cases").Add(value, StepsBuilder.Build(steps));
        return this;
    }

    /// <summary>Adds a case with a condition.</summary>
    /// <param name="condition">Matches when it is true.</param>
    /// <param name="steps">What to do, a list of its own.</param>
    public SwitchBuilder When(string condition, Action<StepsBuilder> steps)
    {
        var made = new Draft();
        made.Add("when", condition);
        made.Add("steps", StepsBuilder.Build(steps));
        _switch.List("cases").Add(made);
        return this;
    }

    /// <summary>What to do when no case matches; nothing, if it is not said.</summary>
    public SwitchBuilder Default(Action<StepsBuilder> steps)
    {
        _switch.Add("default", StepsBuilder.Build(steps));
        return this;
    }
}
