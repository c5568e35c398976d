// The states of the small controls, one sentence each.
import { fireEvent, render, screen } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import { words } from '../dev/test'
import Action from './Action.svelte'
import Button from './Button.svelte'
import Check from './Check.svelte'
import Field from './Field.svelte'
import SearchBox from './SearchBox.svelte'
import Select from './Select.svelte'
import Switch from './Switch.svelte'
import Tabs from './Tabs.svelte'

const NO = { code: 'area_required', with: { area: 'invite_remove_staff' } }
const describedBy = (element: HTMLElement) => document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent

describe('Button', () => {
  it('calls back when it is pressed', async () => {
    const onclick = vi.fn()
    render(Button, { children: words('Invite'), onclick })
    await fireEvent.click(screen.getByRole('button', { name: 'Invite' }))
    expect(onclick).toHaveBeenCalledOnce()
  })
  it('does nothing more while it is busy', async () => {
    const onclick = vi.fn()
    render(Button, { children: words('Invite'), busy: true, onclick })
    await fireEvent.click(screen.getByRole('button'))
    expect(onclick).not.toHaveBeenCalled()
    expect(screen.getByRole('button').getAttribute('aria-busy')).toBe('true')
  })
})

describe('Action', () => {
  it('works when it may', async () => {
    const onclick = vi.fn()
    render(Action, { may: null, children: words('Remove'), onclick })
    await fireEvent.click(screen.getByRole('button'))
    expect(onclick).toHaveBeenCalledOnce()
    expect(screen.getByRole('button').hasAttribute('aria-disabled')).toBe(false)
  })
  it('is greyed, in reach of the keyboard, and says why it may not', async () => {
    const onclick = vi.fn()
    render(Action, { may: NO, children: words('Remove'), onclick })
    const button = screen.getByRole('button')
    await fireEvent.click(button)
    expect(onclick).not.toHaveBeenCalled()
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect((button as HTMLButtonElement).disabled).toBe(false)
    expect(describedBy(button)).toContain('Invite / remove staff')
  })
  it('shows the reason on focus and hides it on Escape', async () => {
    render(Action, { may: NO, children: words('Remove') })
    const tip = screen.getByRole('tooltip', { hidden: true })
    await fireEvent.focusIn(screen.getByRole('button'))
    expect(tip.classList.contains('shown')).toBe(true)
    await fireEvent.keyDown(window, { key: 'Escape' })
    expect(tip.classList.contains('shown')).toBe(false)
  })
})

describe('Field', () => {
  it('is named by its label and described by its hint', () => {
    render(Field, { label: 'Email', hint: 'The one you were invited with' })
    expect(describedBy(screen.getByLabelText('Email'))).toBe('The one you were invited with')
  })
  it('says what is wrong at once, in place of the hint', () => {
    render(Field, { label: 'Email', hint: 'A hint', error: 'Not an address' })
    expect(screen.getByRole('alert').textContent).toBe('Not an address')
    expect(screen.getByLabelText('Email').getAttribute('aria-invalid')).toBe('true')
    expect(screen.queryByText('A hint')).toBeNull()
  })
})

describe('Select', () => {
  const options = [
    { value: 'seller', label: 'Seller' },
    { value: 'admin', label: 'Admin', may: { code: 'outranked', with: { actor_role: 'admin', target_role: 'admin' } } },
  ]
  it('tells what was chosen', async () => {
    const onchange = vi.fn()
    render(Select, { label: 'Role', value: 'seller', options: [...options, { value: 'viewer', label: 'Viewer' }], onchange })
    await fireEvent.change(screen.getByLabelText('Role'), { target: { value: 'viewer' } })
    expect(onchange).toHaveBeenCalledWith('viewer')
  })
  it('deliberate, it passes choices by keys and asks once Enter is pressed; leaving it keeps what was', async () => {
    const onchange = vi.fn()
    render(Select, { label: 'Role', value: 'seller', deliberate: true, options: [options[0]!, { value: 'viewer', label: 'Viewer' }], onchange })
    const select = screen.getByLabelText('Role') as HTMLSelectElement
    const byKey = async () => {
      await fireEvent.keyDown(select, { key: 'ArrowDown' })
      await fireEvent.change(select, { target: { value: 'viewer' } })
    }
    await byKey()
    expect(onchange).not.toHaveBeenCalled()
    expect(screen.getByRole('status').textContent).toContain('Enter')
    await fireEvent.blur(select)
    expect(select.value).toBe('seller')
    await byKey()
    await fireEvent.keyDown(select, { key: 'Enter' })
    expect(onchange).toHaveBeenCalledExactlyOnceWith('viewer')
    expect(screen.getByRole('status').textContent).toBe('')
  })
  it('keeps a choice that may not be made, disabled and with its reason below', () => {
    render(Select, { label: 'Role', value: 'seller', options })
    expect((screen.getByText('Admin') as HTMLOptionElement).disabled).toBe(true)
    expect(describedBy(screen.getByLabelText('Role'))).toContain('does not rank above Admin')
  })
  it('greyed as a whole, it changes nothing and says why', async () => {
    const onchange = vi.fn()
    render(Select, { label: 'Role', value: 'seller', options, may: NO, onchange })
    const select = screen.getByLabelText('Role')
    expect(select.getAttribute('aria-disabled')).toBe('true')
    expect(await fireEvent.keyDown(select, { key: 'ArrowDown' })).toBe(false)
    expect(describedBy(select)).toContain('Invite / remove staff')
  })
})

describe('Switch', () => {
  it('asks for the other state and leaves the change to its owner', async () => {
    const onchange = vi.fn()
    render(Switch, { on: true, label: 'Order desk', onchange })
    await fireEvent.click(screen.getByRole('switch', { name: 'Order desk' }))
    expect(onchange).toHaveBeenCalledWith(false)
    expect(screen.getByRole('switch').getAttribute('aria-checked')).toBe('true')
  })
  it('greyed, it stays readable and says why', async () => {
    const onchange = vi.fn()
    render(Switch, { on: true, label: 'Order desk', may: NO, onchange })
    await fireEvent.click(screen.getByRole('switch'))
    expect(onchange).not.toHaveBeenCalled()
    expect(describedBy(screen.getByRole('switch'))).toContain('Invite / remove staff')
  })
})

describe('Check', () => {
  it('ticks and tells', async () => {
    const onchange = vi.fn()
    render(Check, { label: 'Order desk', onchange })
    await fireEvent.click(screen.getByLabelText('Order desk'))
    expect(onchange).toHaveBeenCalledWith(true)
  })
})

describe('Tabs', () => {
  const tabs = [
    { id: 'a', label: 'One' },
    { id: 'b', label: 'Two', count: 3 },
  ]
  it('walks by arrow keys, round and round', async () => {
    render(Tabs, { label: 'Views', tabs, value: 'a' })
    await fireEvent.keyDown(screen.getByRole('tablist'), { key: 'ArrowLeft' })
    expect(screen.getByRole('tab', { name: /Two/ }).getAttribute('aria-selected')).toBe('true')
    expect(document.activeElement?.textContent).toContain('Two')
    await fireEvent.keyDown(screen.getByRole('tablist'), { key: 'ArrowRight' })
    expect(screen.getByRole('tab', { name: 'One' }).getAttribute('aria-selected')).toBe('true')
  })
  it('shows where the keys are, also where a click came before', async () => {
    const focus = vi.spyOn(HTMLElement.prototype, 'focus')
    render(Tabs, { label: 'Views', tabs, value: 'a' })
    await fireEvent.keyDown(screen.getByRole('tablist'), { key: 'ArrowRight' })
    expect(focus.mock.calls).toEqual([[{ focusVisible: true }]])
    focus.mockRestore()
  })
})

describe('SearchBox', () => {
  it('is emptied by Escape and by its button', async () => {
    render(SearchBox, { label: 'Search', value: 'dewi' })
    await fireEvent.keyDown(screen.getByRole('searchbox'), { key: 'Escape' })
    expect((screen.getByRole('searchbox') as HTMLInputElement).value).toBe('')
    expect(screen.queryByRole('button')).toBeNull()
  })
})
