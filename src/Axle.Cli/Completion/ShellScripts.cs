namespace Axle.Cli.Completion;

/// <summary>
/// Completion scripts. They know nothing of the commands: they ask <c>ax "[suggest:POSITION]" "LINE"</c>, which the parser answers with one
/// word a line, so that a script never grows old.
/// </summary>
internal static class ShellScripts
{
    private const string Bash = """
        # Completion of ax for bash. Load it with: source <(ax completion bash)
        _ax_complete() {
            local word="${COMP_WORDS[COMP_CWORD]}" IFS=$'\n'
            COMPREPLY=($(compgen -W "$(ax "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "$word"))
        }
        complete -o default -F _ax_complete ax

        """;

    private const string Zsh = """
        #compdef ax
        # Completion of ax for zsh. Save it as _ax in a directory of fpath, or load it with: source <(ax completion zsh)
        _ax() {
            local -a words_found
            words_found=("${(@f)$(ax "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            if [[ -n "${words_found[1]}" ]]; then
                compadd -- "${words_found[@]}"
            else
                _files
            fi
        }
        compdef _ax ax

        """;

    private const string Fish = """
        # Completion of ax for fish. Save it as ~/.config/fish/completions/ax.fish
        function __ax_complete
            set -l line (commandline -cp)
            ax "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c ax -a '(__ax_complete)'

        """;

    /// <summary>Shells that there are scripts for.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish"];

    /// <summary>The script of a shell, one of <see cref="Shells"/>.</summary>
    public static string Of(string shell) => (shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        _ => Fish,
    }).ReplaceLineEndings("\n");
}
