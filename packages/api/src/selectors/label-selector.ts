// Label selectors: as text in a query (`app=web,tier in (a,b),!old`) and as `metav1.LabelSelector` in an object.
// Grammar and errors are Kubernetes' (k8s.io/apimachinery/pkg/labels/selector.go).
import { badRequest } from '../meta/status-error.ts';
import { type Token, type TokenType, tokens } from './label-lexer.ts';
import {
  checkKey,
  type LabelOperator,
  type Labels,
  type Requirement,
  RequirementError,
  requirement,
} from './requirement.ts';

export interface LabelSelectorMatcher {
  /** True when nothing is asked for: every object matches. */
  readonly empty: boolean;
  readonly requirements: readonly Requirement[];
  /** Whether labels (none when undefined) meet every requirement. */
  matches(labels: Labels | undefined): boolean;
}

/** Selectors in objects: all of both parts must hold. */
export interface LabelSelectorLike {
  matchLabels?: Labels | undefined;
  matchExpressions?: readonly { key: string; operator: string; values?: readonly string[] | undefined }[] | undefined;
}

const noLabels: Labels = {};

const matcherOf = (requirements: readonly Requirement[]): LabelSelectorMatcher => ({
  empty: requirements.length === 0,
  requirements,
  matches: (labels = noLabels) => requirements.every((each) => each.matches(labels)),
});

/**
 * Reads a selector from a query. Time and memory are linear in its length.
 * @throws StatusError 400 in Kubernetes' words
 */
export function parseLabelSelector(text: string): LabelSelectorMatcher {
  try {
    return matcherOf(new Parser(tokens(text)).parse());
  } catch (error) {
    if (error instanceof RequirementError) throw badRequest(error.message);
    throw error;
  }
}

const expressionOperators: ReadonlyMap<string, LabelOperator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

const matchers = new WeakMap<LabelSelectorLike, LabelSelectorMatcher | undefined>();

/**
 * Whether labels match a selector of an object: an absent selector matches nothing, an empty one everything.
 * A selector that is not valid matches nothing. Selectors are read once; the object must not change.
 */
export function matchesLabelSelector(selector: LabelSelectorLike | undefined, labels: Labels | undefined): boolean {
  if (selector === undefined) return false;
  if (!matchers.has(selector)) matchers.set(selector, compile(selector));
  return matchers.get(selector)?.matches(labels) ?? false;
}

function compile({ matchLabels = {}, matchExpressions = [] }: LabelSelectorLike): LabelSelectorMatcher | undefined {
  try {
    const pairs = Object.entries(matchLabels).map(([key, value]) => requirement(key, '=', [value]));
    const expressions = matchExpressions.map(({ key, operator, values = [] }) => {
      const known = expressionOperators.get(operator);
      if (!known) throw new RequirementError(`"${operator}" is not a valid label selector operator`);
      return requirement(key, known, values);
    });
    return matcherOf([...pairs, ...expressions]);
  } catch (error) {
    if (error instanceof RequirementError) return undefined;
    throw error;
  }
}

const binaryOperators: ReadonlyMap<TokenType, LabelOperator> = new Map([
  ['in', 'in'],
  ['notin', 'notin'],
  ['=', '='],
  ['==', '=='],
  ['!=', '!='],
  ['>', 'gt'],
  ['<', 'lt'],
]);

class Parser {
  private readonly tokens: readonly Token[];
  private position = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  parse(): Requirement[] {
    const requirements: Requirement[] = [];
    if (this.peek().type === 'end') return requirements;
    this.expectStart(", expected: !, identifier, or 'end of string'");
    for (;;) {
      requirements.push(this.labelledRequirement());
      const { type, text } = this.takeValue();
      if (type === 'end') return requirements;
      if (type !== ',') this.fail(text, ", expected: ',' or 'end of string'");
      this.expectStart(", expected: identifier after ','");
    }
  }

  /** A requirement begins with its key or with `!`. */
  private expectStart(expected: string): void {
    const { type, text } = this.peekValue();
    if (type !== 'identifier' && type !== '!') this.fail(text, expected);
  }

  private labelledRequirement(): Requirement {
    try {
      return this.requirement();
    } catch (error) {
      if (!(error instanceof RequirementError)) throw error;
      throw new RequirementError(`unable to parse requirement: ${error.message}`);
    }
  }

  private requirement(): Requirement {
    const first = this.takeValue();
    const negated = first.type === '!';
    const { type, text: key } = negated ? this.takeValue() : first;
    if (type !== 'identifier') this.fail(key, ', expected: identifier');
    checkKey(key);
    const next = this.peekValue().type;
    if (next === 'end' || next === ',') return requirement(key, negated ? '!' : 'exists', []);
    const operator = this.operator();
    const values = operator === 'in' || operator === 'notin' ? this.valueList() : [this.value()];
    return requirement(key, operator, values);
  }

  private operator(): LabelOperator {
    const { type, text } = this.take();
    return binaryOperators.get(type) ?? this.fail(text, ', expected: in, notin, =, ==, !=, gt, lt');
  }

  /** `(a,b)`; an entry may be empty. */
  private valueList(): string[] {
    const open = this.takeValue();
    if (open.type !== '(') this.fail(open.text, " expected: '('");
    const { type, text } = this.peekValue();
    if (type === ')') {
      this.take();
      return [''];
    }
    if (type !== 'identifier' && type !== ',') this.fail(text, ", expected: ',', ')' or identifier");
    return this.identifiers();
  }

  /** What stands before, between and behind commas, to the closing parenthesis. */
  private identifiers(): string[] {
    const values: string[] = [];
    for (;;) {
      values.push(this.entry());
      const { type, text } = this.takeValue();
      if (type === ')') return values;
      if (type !== ',') this.fail(text, ", expected: ',' or ')'");
    }
  }

  private entry(): string {
    const { type, text } = this.peekValue();
    if (type === ',' || type === ')') return '';
    if (type !== 'identifier') this.fail(text, ", expected: ',', or identifier");
    return this.takeValue().text;
  }

  /** One value; nothing before a comma or the end is the empty one. */
  private value(): string {
    const { type } = this.peekValue();
    if (type === 'end' || type === ',') return '';
    const taken = this.takeValue();
    return taken.type === 'identifier' ? taken.text : this.fail(taken.text, ', expected: identifier');
  }

  private take(): Token {
    const token = this.peek();
    this.position += 1;
    return token;
  }

  private peek(): Token {
    return this.tokens[this.position] ?? { type: 'end', text: '' };
  }

  /** The next token where `in` and `notin` are ordinary words. */
  private peekValue(): Token {
    const token = this.peek();
    return token.type === 'in' || token.type === 'notin' ? { type: 'identifier', text: token.text } : token;
  }

  private takeValue(): Token {
    const token = this.peekValue();
    this.position += 1;
    return token;
  }

  private fail(text: string, expected: string): never {
    throw new RequirementError(`found '${text}'${expected}`);
  }
}
