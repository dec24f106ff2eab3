"""Completion as a script of a shell: nothing of Python runs while somebody types."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mamoru.cli.completing import Typed, Verb

_BASH = """\
_mamoru() {
  local IFS=$'\\n' cur="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" verb="" word="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${COMP_WORDS[i]}"
    if [[ "$word" == --lang ]]; then ((i++)); continue; fi
    [[ "$word" == -* ]] && continue
    case "$verb${verb:+ }$word" in
@KNOWN@) verb="$verb${verb:+ }$word" ;;
      *) case "$verb" in @GROUPS@) verb='?' ;; esac; break ;;
    esac
  done
  local words="" options="" files=""
  case "$verb" in
@VERBS@
  esac
  case "$verb $before" in
@VALUES@
  esac
  if [[ "$cur" == -* ]]; then words="$options"; files=""; fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"; [[ -n "$files" ]] && compgen -f -- "$cur"))
}
complete -o filenames -F _mamoru mamoru"""
_ZSH = """\
#compdef mamoru
_mamoru() {
  local verb="" word="" before="$words[CURRENT-1]" files="" i
  local -a next options
  for ((i = 2; i < CURRENT; i++)); do
    word="$words[i]"
    if [[ "$word" == --lang ]]; then ((i++)); continue; fi
    [[ "$word" == -* ]] && continue
    case "$verb${verb:+ }$word" in
@KNOWN@) verb="$verb${verb:+ }$word" ;;
      *) case "$verb" in @GROUPS@) verb='?' ;; esac; break ;;
    esac
  done
  case "$verb" in
@VERBS@
  esac
  case "$verb $before" in
@VALUES@
  esac
  if [[ "$PREFIX" == -* ]]; then _describe -o option options; return; fi
  (( $#next )) && _describe command next
  [[ -n "$files" ]] && _files
}
if [[ "$funcstack[1]" == _mamoru ]]; then _mamoru "$@"; else compdef _mamoru mamoru; fi"""
_FISH = """\
function __mamoru_at
    set -l verb
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
        else if test "$word" = --lang
            set skip 1
        else if not string match -q -- '-*' $word
            set -l longer (string trim "$verb $word")
            if not contains -- $longer @KNOWN@
                contains -- "$verb" @GROUPS@; and set verb '?'
                break
            end
            set verb $longer
        end
    end
    test "$verb" = "$argv"
end
complete -c mamoru -f"""


def bash_script(verbs: "Sequence[Verb]") -> str:
    """For bash (3.2 too): `source <(mamoru completion bash)`."""

    def of(verb: "Verb") -> str:
        words = "\\n".join(word for word, _ in verb.words)
        options = "\\n".join(flag for option in verb.options for flag in option.flags)
        files = " files=1" if verb.files else ""
        return f"    {_quoted(verb.name)}) words=$'{words}' options=$'{options}'{files} ;;"

    def values(verb: "Verb", option: "Typed") -> str:
        if option.choices:
            listed = "\\n".join(option.choices)
            return f"""COMPREPLY=($(compgen -W $'{listed}' -- "$cur")); return ;;"""
        return """COMPREPLY=($(compgen -f -- "$cur")); return ;;"""

    return _with_cases(_BASH, verbs, of, values)


def zsh_script(verbs: "Sequence[Verb]") -> str:
    """For zsh: `source <(mamoru completion zsh)`, or a file `_mamoru` in the `fpath`."""

    def of(verb: "Verb") -> str:
        words = " ".join(_quoted(_described(word, about)) for word, about in verb.words)
        options = " ".join(
            _quoted(_described(flag, option.help)) for option in verb.options for flag in option.flags
        )
        files = " files=1" if verb.files else ""
        return f"    {_quoted(verb.name)}) next=({words}) options=({options}){files} ;;"

    def values(verb: "Verb", option: "Typed") -> str:
        return f"compadd -- {' '.join(option.choices)}; return ;;" if option.choices else "_files; return ;;"

    return _with_cases(_ZSH, verbs, of, values)


def fish_script(verbs: "Sequence[Verb]") -> str:
    """For fish: `mamoru completion fish | source`."""
    known, groups = _names(verbs)
    lines = [_FISH.replace("@KNOWN@", " ".join(known)).replace("@GROUPS@", " ".join(groups))]
    for verb in verbs:
        here = f"complete -c mamoru -n {_quoted(f'__mamoru_at {verb.name}'.rstrip())}"
        lines += [f"{here} -a {word} -d {_quoted(about)}" for word, about in verb.words]
        lines += [f"{here} -F"] if verb.files else []
        lines += [f"{here} {' '.join(_fish_option(option))}" for option in verb.options]
    return "\n".join(lines)


def _fish_option(option: "Typed") -> Iterator[str]:
    for flag in option.flags:
        yield f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}"
    if option.choices:
        yield f"-xa {_quoted(' '.join(option.choices))}"
    elif option.valued:
        yield "-rF"
    yield f"-d {_quoted(option.help)}"


def _with_cases(
    script: str,
    verbs: "Sequence[Verb]",
    of: "Callable[[Verb], str]",
    values: "Callable[[Verb, Typed], str]",
) -> str:
    known, groups = _names(verbs)
    cases = [
        f"    {'|'.join(_quoted(f'{verb.name} {flag}') for flag in option.flags)}) {values(verb, option)}"
        for verb in verbs
        for option in verb.options
        if option.valued
    ]
    script = script.replace("@KNOWN@", "      " + "|".join(known)).replace("@GROUPS@", "|".join(groups))
    return script.replace("@VERBS@", "\n".join(map(of, verbs))).replace("@VALUES@", "\n".join(cases))


def _names(verbs: "Sequence[Verb]") -> tuple[list[str], list[str]]:
    """The words that can follow one another, and those of them that mean nothing alone."""
    known = [_quoted(verb.name) for verb in verbs if verb.name]
    return known, [_quoted(verb.name) for verb in verbs if not verb.options]


def _described(word: str, about: str) -> str:
    return f"{word.replace(':', chr(92) + ':')}:{about}" if about else word


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
